"""All pairs by Splink on Spark (extra `spark`), for books beyond one machine: the same settings,
the same pairs.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import ArrayType, LongType, StringType, StructField, StructType
from splink import Linker
from splink.backends.spark import SparkAPI, similarity_jar_location

from unisono.duplicates.coarse import LEAST
from unisono.duplicates.features import Features
from unisono.duplicates.meeting import left_out_of
from unisono.duplicates.pairs import Entries, Pair, featured
from unisono.duplicates.predicted import TEXTS, made_of, meeting_steps, met_pairs, shared_by_many
from unisono.duplicates.scoring import close_score
from unisono.duplicates.splink_model import settings


def session(master: str = "local[2]") -> SparkSession:
    """Return a Spark session; a master of one's own machine listens on 127.0.0.1 alone."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = (
        SparkSession.builder.master(master)
        .appName("unisono")
        .config("spark.jars", similarity_jar_location())
    )
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config(
            "spark.driver.bindAddress", "127.0.0.1"
        )
    made: SparkSession = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    return made


def pairs(
    left: Entries,
    right: Entries | None,
    least: int,
    left_out: Counter[str] | None = None,
    spark: Any = None,
) -> Iterator[Pair]:
    """Return the pairs of a book, or of two, that score at least so many points; count what too
    many share.
    """
    spark = spark or session()
    books = [_registered(spark, "left_book", left, right is None)]
    if right is not None:
        books.append(_registered(spark, "right_book", right, False))
    if left_out is not None:
        for name in books:
            left_out.update(left_out_of(spark.sql(shared_by_many(name)).collect()))
    make: Any = SparkAPI
    api = make(spark_session=spark, break_lineage_method="persist")
    tables = [api.register(name, table_name=f"{name}_in") for name in books]
    linker = Linker(
        tables, settings("dedupe_only" if right is None else "link_only"), validate_settings=False
    )
    found = linker.inference.predict(threshold_match_probability=LEAST)
    width = len(Features._fields)
    for one, other, *texts in spark.sql(met_pairs(found.physical_name, books)).toLocalIterator():
        scored = close_score(Features(*texts[:width]), Features(*texts[width:]))
        if scored.points >= least:
            swap = right is None and one > other
            yield Pair(*((other, one) if swap else (one, other)), *scored)


def _registered(spark: Any, name: str, entries: Entries, is_alone: bool) -> str:
    schema = StructType(
        [
            StructField("id", LongType()),
            *(StructField(each, StringType()) for each in TEXTS),
            StructField("digest", LongType()),
            StructField("keys", ArrayType(LongType())),
        ]
    )
    rows = [
        (id_, *each.texts, each.digest, each.keys)
        for id_, each in ((id_, made_of(features)) for id_, features in featured(entries))
    ]
    spark.createDataFrame(rows, schema).createOrReplaceTempView(f"{name}_all")
    for step in meeting_steps(name, "explode", is_alone):
        spark.sql(step.select).createOrReplaceTempView(step.name)
    return name
