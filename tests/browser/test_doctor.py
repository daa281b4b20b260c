"""The doctor's table in JupyterLab, whose own style for tables would squeeze its columns into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenNotebook

pytestmark = pytest.mark.browser


@pytest.mark.deep
def test_nothing_in_the_table_covers_anything_else(open_notebook: OpenNotebook) -> None:
    page = open_notebook(["from xauth_nb import doctor, sandbox\npractice = sandbox.use()\ndoctor(timeout=10)"])
    page.run_cell(0)
    page.wait_output(0, "Nothing secret is in this table")
    page.wait_output(0, "login() draws its card and waits")
    rows = (
        page.output(0)
        .locator("tr")
        .evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => {"
            "  const range = document.createRange(); range.selectNodeContents(cell);"
            "  const box = range.getBoundingClientRect(); return [box.left, box.right]; }))"
        )
    )
    assert len(rows) > 10
    for (_, pill_ends), (text_begins, text_ends) in rows:  # a finding stands under its name
        assert pill_ends < text_begins < text_ends
    page.screenshot("doctor")
