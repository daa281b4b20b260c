"""An archive: one folder of Parquet parts, one for each page, that grows over many runs. It never asks X for anything.

A part is written whole or not at all, and carries the state of the archive in itself: a run that is killed at any point
leaves a folder that the next run goes on with, without a gap and without a tweet twice. The parts are never changed
afterwards, so other programs may read the folder while it grows:

>>> import pandas, duckdb                                                    # doctest: +SKIP
>>> pandas.read_parquet("nasa")                                              # doctest: +SKIP
>>> duckdb.sql("select count(*) from read_parquet('nasa/*.parquet')")        # doctest: +SKIP
"""
