"""Tables for spreadsheets as answers: UTF-8 with its mark, in the reader's own way of writing."""

from collections.abc import Iterable, Iterator

from flask import Response

from webapp.domain.csv_cells import BYTE_ORDER_MARK, csv_row, separator_in


def table_start(heads: Iterable[str], language: str) -> str:
    """The first line of a table, after the mark by which spreadsheets know UTF-8."""
    return BYTE_ORDER_MARK + csv_row(heads, separator=separator_in(language))


def table_response(lines: Iterator[str] | list[str], file_name: str) -> Response:
    """The lines as a file that the browser keeps; `file_name` is plain ASCII."""
    disposition = f'attachment; filename="{file_name}"'
    headers = {"Content-Disposition": disposition}
    return Response(lines, mimetype="text/csv", headers=headers)
