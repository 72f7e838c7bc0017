//! What is printed: figures, and whether they keep their bounds.

use std::error::Error;
use std::io::{self, Write};

use crate::Outcome;

/// All that was measured, as it is printed.
pub struct Report {
    bounds: u32,
    missed: Vec<String>,
}

impl Report {
    pub fn new() -> Self {
        Self {
            bounds: 0,
            missed: Vec::new(),
        }
    }

    /// Prints a line.
    #[expect(clippy::unused_self, reason = "lines belong to the report")]
    pub fn line(&self, line: &str) -> Outcome<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()?;
        Ok(())
    }

    /// Prints a figure and judges it: at most `bound`.
    pub fn judge(&mut self, what: &str, figure: f64, bound: f64, unit: &str) -> Outcome<()> {
        self.note(
            figure <= bound,
            &format!("{what}: {figure:.2}{unit}, bound {bound:.2}{unit}"),
        )
    }

    /// Prints a figure and judges it: at least `bound`.
    pub fn judge_least(&mut self, what: &str, figure: f64, bound: f64, unit: &str) -> Outcome<()> {
        self.note(
            figure >= bound,
            &format!("{what}: {figure:.2}{unit}, at least {bound:.2}{unit}"),
        )
    }

    fn note(&mut self, kept: bool, what: &str) -> Outcome<()> {
        let verdict = if kept { "kept" } else { "MISSED" };
        let line = format!("{what}: {verdict}");
        self.line(&line)?;
        self.bounds += 1;
        if !kept {
            self.missed.push(line);
        }
        Ok(())
    }

    /// Says how it went; whether every bound was kept.
    pub fn finish(self) -> Outcome<bool> {
        let kept = self.bounds - u32::try_from(self.missed.len())?;
        self.line(&format!("\n{kept} of {} bounds kept", self.bounds))?;
        for missed in &self.missed {
            self.line(missed)?;
        }
        Ok(self.missed.is_empty())
    }
}

/// Says why nothing could be measured.
pub fn failed(error: &(dyn Error + Send + Sync)) {
    // There is nobody left to tell when standard error is closed.
    writeln!(io::stderr().lock(), "figures: {error}").ok();
}
