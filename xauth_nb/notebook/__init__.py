"""The card, the prompt, and the host that they run in: all of IPython, ipykernel and ipywidgets, and no HTTP."""
