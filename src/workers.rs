//! The worker threads of a run: they check the files, and later draw the findings for the report.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, OnceLock};

/// The worker threads of a run. They are started on first use, because that takes as long as checking a small file. A
/// clone shares them.
#[derive(Clone, Debug)]
pub struct Workers {
    threads: usize,
    pool: Arc<OnceLock<Result<ThreadPool, String>>>,
}

impl Workers {
    /// Plans this number of threads; 0 for one per core.
    pub fn new(threads: usize) -> Workers {
        Workers { threads, pool: Arc::default() }
    }

    /// Returns the results of `work` for each item, in the order of the items. Each thread has its own state from `init`.
    ///
    /// # Errors
    /// If the threads cannot be started.
    pub fn map<T: Sync, S, R: Send>(
        &self,
        items: &[T],
        init: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, &T) -> R + Sync + Send,
    ) -> Result<Vec<R>, String> {
        match if items.len() < 2 { None } else { self.pool()? } {
            Some(pool) => Ok(pool.install(|| items.par_iter().map_init(init, work).collect())),
            None => {
                let mut state = init();
                Ok(items.iter().map(|item| work(&mut state, item)).collect())
            }
        }
    }

    /// Returns the number of threads that have worked so far.
    pub fn count(&self) -> usize {
        let pool = self.pool.get().and_then(|pool| pool.as_ref().ok());
        pool.map_or(1, ThreadPool::current_num_threads)
    }

    /// Returns the threads, or `None` if the caller should do the work itself because there would be only one.
    ///
    /// # Errors
    /// If the threads cannot be started.
    pub fn pool(&self) -> Result<Option<&ThreadPool>, String> {
        if self.threads == 1 {
            return Ok(None);
        }
        let start = || {
            let pool = ThreadPoolBuilder::new().num_threads(self.threads).build();
            pool.map_err(|error| format!("the threads cannot be started: {error}"))
        };
        let pool = self.pool.get_or_init(start).as_ref().map_err(String::clone)?;
        Ok((pool.current_num_threads() > 1).then_some(pool))
    }
}
