//! Dates and times of day as records print them. A language is a row of a table, not code.
