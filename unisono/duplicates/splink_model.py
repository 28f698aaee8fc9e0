"""The coarse model as Splink takes it, for DuckDB and for Spark alike (extras `match` and
`spark`).
"""

from typing import Any, Literal

from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from unisono.duplicates.coarse import model
from unisono.duplicates.comparing import COMPARISONS, Comparison

# Records meet by a key in common: each has a list of them.
MEETING = CustomRule("l.keys = r.keys", arrays_to_explode=["keys"])
LinkType = Literal["link_only", "link_and_dedupe", "dedupe_only"]


def settings(link_type: LinkType) -> SettingsCreator:
    """Return Splink's settings with the trained numbers; `link_type` is dedupe_only or link_only.

    Made anew for each backend: a saved model has the SQL of the one that it was saved from, and
    finds nothing on another, without an error.
    """
    return SettingsCreator(
        link_type=link_type,
        unique_id_column_name="id",
        probability_two_random_records_match=model()["prior"],
        comparisons=[
            _comparison(each, model()["comparisons"][each.subject]) for each in COMPARISONS
        ],
        blocking_rules_to_generate_predictions=[MEETING],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _comparison(comparison: Comparison, numbers: list[Any]) -> CustomComparison:
    levels: list[Any] = [
        CustomLevel(comparison.silent_sql, label_for_charts="silent").configure(is_null_level=True)
    ]
    conditions = [(level.sql, level.code) for level in comparison.levels] + [("ELSE", "unlike")]
    for (sql, code), (m, u) in zip(conditions, numbers, strict=True):
        levels.append(
            CustomLevel(sql, label_for_charts=code).configure(m_probability=m, u_probability=u)
        )
    return CustomComparison(output_column_name=comparison.subject, comparison_levels=levels)
