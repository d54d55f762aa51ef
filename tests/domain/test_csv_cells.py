"""Tables for spreadsheets: no cell runs as a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.csv_cells import csv_row, decimal, safe_cell, separator_in


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_looks_like_a_formula_becomes_text(begin):
    typed = f"{begin}HYPERLINK(0)"
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["Mia", "", "a=b", "'=b", "12", "Ann-Marie", "(=)"])
def test_other_texts_stay_as_they_are(typed):
    assert safe_cell(typed) == typed


@given(st.lists(st.text(max_size=20), min_size=1), st.sampled_from([",", ";"]))
def test_a_row_is_read_as_it_was_written_and_no_cell_begins_a_formula(texts, separator):
    row = csv_row([*texts, 1], separator=separator)
    (read,) = csv.reader(io.StringIO(row, newline=""), delimiter=separator)
    assert read == [*(safe_cell(text) for text in texts), "1"]
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") for cell in read if cell)


def test_german_tables_part_cells_by_semicolons_and_decimals_by_commas():
    assert (separator_in("de"), decimal(123_405, "de")) == (";", "1234,05")
    assert (separator_in("en"), decimal(890, "en")) == (",", "8.90")
