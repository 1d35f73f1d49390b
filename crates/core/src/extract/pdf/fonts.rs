//! Loads the fonts of a document, which map the bytes of a text to characters and widths.

use super::super::pdf_error::PdfError;
use super::budget::Budget;
use hayro_cmap::{CMapName, load_embedded};
use hayro_font::{CMapResolverFn, Font, FontCache, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::object::dict::keys::{
    BASE_FONT, CID_TO_GID_MAP, DESCENDANT_FONTS, ENCODING, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, TO_UNICODE, W,
    W2,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The most widths that a font may have. A font has 65,536 glyphs at most.
const MAX_WIDTHS: u64 = 1 << 18;

/// A font.
#[derive(Clone)]
pub(super) struct LoadedFont<'a> {
    pub font: Font<'a>,
    pub is_bold: bool,
}

/// The fonts that are loaded so far.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    /// By the place of their dictionary in memory.
    loaded: FxHashMap<*const u8, Option<LoadedFont<'a>>>,
}

impl Default for Fonts<'_> {
    fn default() -> Self {
        Fonts {
            cache: FontCache::new(),
            font_resolver: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
                })
            }),
            cmap_resolver: Arc::new(|name: CMapName| load_embedded(name)),
            loaded: FxHashMap::default(),
        }
    }
}

impl<'a> Fonts<'a> {
    /// Returns the font of a dictionary; `None` if it is broken.
    pub fn get(&mut self, dict: &Dict<'a>, budget: &mut Budget) -> Result<Option<LoadedFont<'a>>, PdfError> {
        let key = dict.data().as_ptr();
        if let Some(loaded) = self.loaded.get(&key) {
            return Ok(loaded.clone());
        }
        check(dict, budget)?;
        let font = self.cache.font(dict, &self.font_resolver, &self.cmap_resolver);
        let is_bold = dict.get::<Name>(BASE_FONT).is_some_and(|name| {
            let name = name.as_str().to_ascii_lowercase();
            ["bold", "black", "heavy", "demi", "medi", "cmbx"].iter().any(|word| name.contains(word))
        });
        let loaded = font.map(|font| LoadedFont { font, is_bold });
        self.loaded.insert(key, loaded.clone());
        Ok(loaded)
    }

    /// Returns the font for text without a valid font.
    pub fn fallback(&self) -> Option<LoadedFont<'a>> {
        let font = self.cache.standard_font(StandardFont::Helvetica, &self.font_resolver)?;
        Some(LoadedFont { font, is_bold: false })
    }
}

/// Returns an error if loading a font would take too much memory.
fn check(dict: &Dict, budget: &mut Budget) -> Result<(), PdfError> {
    let descendant = dict.get::<Array>(DESCENDANT_FONTS).and_then(|fonts| fonts.iter::<Dict>().next());
    for dict in [Some(dict), descendant.as_ref()].into_iter().flatten() {
        for key in [TO_UNICODE, ENCODING, CID_TO_GID_MAP] {
            admit(dict, key, budget)?;
        }
        if let Some(descriptor) = dict.get::<Dict>(FONT_DESC) {
            for key in [FONT_FILE, FONT_FILE2, FONT_FILE3] {
                admit(&descriptor, key, budget)?;
            }
        }
        for (key, numbers) in [(W, 1), (W2, 3)] {
            if dict.get::<Array>(key).is_some_and(|widths| width_count(&widths, numbers) > MAX_WIDTHS) {
                return Err(PdfError::Limit("a font in it has too many widths".to_owned()));
            }
        }
    }
    Ok(())
}

fn admit(dict: &Dict, key: &[u8], budget: &mut Budget) -> Result<(), PdfError> {
    dict.get::<Stream>(key).map_or(Ok(()), |stream| budget.admit(&stream))
}

/// Returns how many widths an array has, in which `first [width ...]` and `first last width` may alternate. A width has this
/// many numbers.
fn width_count(widths: &Array, numbers: usize) -> u64 {
    let mut count = 0;
    let mut pending: Vec<f64> = Vec::new();
    for object in widths.iter::<Object>() {
        match object {
            Object::Number(number) => pending.push(number.as_f64()),
            Object::Array(list) => {
                pending.clear();
                count += list.data().len() as u64 / 2;
            }
            _ => pending.clear(),
        }
        if pending.len() == 2 + numbers {
            count += (pending[1] - pending[0]).max(0.0) as u64 + 1;
            pending.clear();
        }
        if count > MAX_WIDTHS {
            break;
        }
    }
    count
}
