"""For people who test their own notebooks: a pytest plugin that gives every notebook a sandbox X and a signed-in user.

Say that ``analysis.ipynb`` is yours, and that its cells are::

    from xauth_nb import login
    x = login()

    tweets = x.timeline("@grace", limit=50)
    len(tweets)

``pytest --nbval --xauth-sandbox analysis.ipynb`` runs it as it is, without X, an account, a network or a bill: each
notebook gets a sandbox of its own in which ada is signed in, always with the same tweets, so that outputs can be
compared (``--nbval``) or only errors be looked for (``--nbval-lax``). Of the outputs nothing is masked but the address
of the sandbox, whose port changes. With pytest-xdist (``-n 2``) the cells of a notebook stay together.

What a notebook needs besides is said in a ``conftest.py`` beside it, by a mark that takes what
:class:`~xauth_nb.Sandbox` takes, and who is signed in::

    import pytest

    def pytest_collection_modifyitems(items):
        for item in items:
            if item.path.name == "analysis.ipynb":
                item.add_marker(pytest.mark.xauth_world(tweets=1000, tier="pay-per-use", signed_in_as="grace"))

Tests in Python have the same by fixtures: ``x_sandbox``, ``x_session`` (ada), and ``signed_in_as``, which also lets
``login()`` and the kernels of this test act as that user::

    import pytest
    from xauth_nb.testing import assert_no_secrets

    @pytest.mark.xauth_world(credits=1.0)
    def test_the_report_is_written_and_can_be_shared(signed_in_as, tmp_path):
        grace = signed_in_as("grace")
        papermill.execute_notebook("analysis.ipynb", tmp_path / "report.ipynb")
        assert grace.timeline(limit=5)[0].text.startswith("This week")
        assert_no_secrets(tmp_path / "report.ipynb")
"""

from __future__ import annotations

from xauth_nb.testing.leaks import assert_no_secrets

__all__ = ["assert_no_secrets"]
