"""For people who test their own notebooks: a pytest plugin that gives every notebook a sandbox X and a signed-in user.

``pytest --nbval --xauth-sandbox notebooks/`` runs notebooks that call ``login()`` as they are, without X, an account or
a network. The fixtures ``x_sandbox`` and ``x_session`` do the same for tests in Python.
"""
