"""An archive: one folder that grows over many runs. It never asks X for anything.

What X sent is appended to a raw record in the folder ``_raw``, page by page, together with how far the archive has
come: a run that is killed at any point leaves a folder that the next run goes on with, without a gap and without a
tweet twice. Beside it stand Parquet files of about 100,000 rows, made from the raw record, which other programs may
read while the folder grows:

>>> import pandas, pyarrow.dataset, dask.dataframe, duckdb, polars            # doctest: +SKIP
>>> pandas.read_parquet("nasa")                                              # doctest: +SKIP
>>> pyarrow.dataset.dataset("nasa")                                          # doctest: +SKIP
>>> dask.dataframe.read_parquet("nasa")                                      # doctest: +SKIP
>>> duckdb.sql("select * from 'nasa/*.parquet'")                             # doctest: +SKIP
>>> polars.scan_parquet("nasa/*.parquet")                                    # doctest: +SKIP

polars takes no folder in which other files lie as well, and the raw record is one: it is given the files. Spark's
``session.read.parquet("nasa")`` takes the folder. Where later runs asked for more with ``fields=``, parts differ in
their columns, and most of these tools go by the first one or refuse: ``Tweets.open_archive("nasa")`` gives each of them
the columns of all.

From the ground: ``notes`` and ``raw``, ``kinds``, ``parts``, ``building``, ``tail``, ``mending``, ``holding``;
then ``folder`` adds, and ``reading`` and ``opened`` read.
"""
