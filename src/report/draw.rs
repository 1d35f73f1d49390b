//! Draws the parts of a long report on several threads and writes them in order, so that the bytes do not depend on the
//! threads.

use crate::workers::Workers;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::mpsc;

/// The number of items that a thread draws at once: enough that handing them over costs nothing.
const CHUNK: usize = 64;
/// The number of chunks per thread that may be drawn ahead of the writer, which bounds memory.
const AHEAD: usize = 4;
/// For fewer items, starting threads takes longer than drawing.
const MIN_ITEMS: usize = 8 * CHUNK;

/// Draws each item, given with its index, into a buffer, and writes the buffers in the order of the items.
///
/// # Errors
/// Those of `draw` and `out`, and if the threads cannot be started. Nothing after the first error is written.
pub(super) fn draw_each<'i, T: Sync>(
    items: &'i [T],
    workers: &Workers,
    out: &mut dyn Write,
    draw: impl Fn(usize, &'i T, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let draw_chunk = |(at, chunk): (usize, &'i [T]), drawn: &mut Vec<u8>| {
        chunk.iter().zip(at * CHUNK..).try_for_each(|(item, index)| draw(index, item, drawn))
    };
    let mut chunks = items.chunks(CHUNK).enumerate();
    let pool = if items.len() < MIN_ITEMS { None } else { workers.pool().map_err(io::Error::other)? };
    let Some(pool) = pool else {
        let mut drawn = Vec::new();
        return chunks.try_for_each(|chunk| {
            drawn.clear();
            draw_chunk(chunk, &mut drawn)?;
            out.write_all(&drawn)
        });
    };
    let draw_chunk = &draw_chunk;
    pool.in_place_scope(|scope| {
        let mut ahead = VecDeque::new();
        loop {
            while ahead.len() < AHEAD * pool.current_num_threads()
                && let Some(chunk) = chunks.next()
            {
                let (sender, receiver) = mpsc::sync_channel(1);
                scope.spawn(move |_| {
                    let mut drawn = Vec::new();
                    let result = draw_chunk(chunk, &mut drawn);
                    // After an error nobody waits for the chunks that were drawn ahead.
                    let _ = sender.send(result.map(|()| drawn));
                });
                ahead.push_back(receiver);
            }
            // A thread that panicked sends nothing. The scope passes its panic on when it ends.
            let Some(Ok(drawn)) = ahead.pop_front().map(|chunk| chunk.recv()) else { return Ok(()) };
            out.write_all(&drawn?)?;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(threads: usize, items: usize) -> Vec<u8> {
        let items: Vec<usize> = (0..items).collect();
        let mut out = Vec::new();
        draw_each(&items, &Workers::new(threads), &mut out, |index, item, out| {
            assert_eq!(index, *item);
            writeln!(out, "{item}")
        })
        .unwrap();
        out
    }

    #[test]
    fn the_order_is_that_of_the_items() {
        for items in [0, 1, CHUNK, MIN_ITEMS - 1, MIN_ITEMS, 100 * CHUNK + 1] {
            let expected: String = (0..items).map(|item| format!("{item}\n")).collect();
            for threads in [1, 2, 5] {
                assert_eq!(drawn(threads, items), expected.as_bytes(), "{items} items, {threads} threads");
            }
        }
    }

    /// Takes some bytes and then fails.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_first_error_is_returned() {
        let items = vec![0; 100 * CHUNK];
        for threads in [1, 4] {
            let workers = Workers::new(threads);
            let full = draw_each(&items, &workers, &mut Full(1_000), |_, _, out| writeln!(out, "x"));
            assert_eq!(full.unwrap_err().kind(), io::ErrorKind::StorageFull);
            let mut out = Vec::new();
            let refused = draw_each(&items, &workers, &mut out, |index, _, out| match index {
                index if index < 20 * CHUNK => writeln!(out, "x"),
                _ => Err(io::ErrorKind::InvalidData.into()),
            });
            assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidData);
            assert_eq!(out.len(), 20 * CHUNK * 2);
        }
    }

    #[test]
    #[should_panic(expected = "a bug in a writer")]
    fn a_panic_is_passed_on() {
        let items = vec![0; 100 * CHUNK];
        let _ = draw_each(&items, &Workers::new(4), &mut io::sink(), |index, _, _| match index {
            1_000 => panic!("a bug in a writer"),
            _ => Ok(()),
        });
    }
}
