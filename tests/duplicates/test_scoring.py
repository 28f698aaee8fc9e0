"""What the score of two records says: more agreement never lowers it, a copy takes nothing away, it
can be explained, and strangers under one roof are strangers.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching_data.firms import firms
from unisono.duplicates.all_pairs import pairs_within
from unisono.duplicates.compared_names import name_of
from unisono.duplicates.features import features_of
from unisono.duplicates.likeness import Likeness, likeness
from unisono.duplicates.many import evidence_of_many, forest_of
from unisono.duplicates.scoring import contributions, evidence, points_of, score, shipped
from unisono.duplicates.streets import street_of

pytestmark = pytest.mark.pure

BOOK = firms(400, 9)
SAID = {
    "city": st.sampled_from(["Madrid", "Lugo", "San Sebastián"]),
    "post_code": st.sampled_from(["28001", "27002", "20004"]),
    "address": st.sampled_from(["Calle Mayor 5", "Avda. de la Paz 20", "51st St 3"]),
    "phone_no": st.sampled_from(["915550101", "+34 600 11 22 33"]),
    "email": st.sampled_from(["info@sol.example", "ana@luna.example"]),
    "vat_registration_no": st.sampled_from(["B00112235", "ESB12345674"]),
    "name": st.sampled_from(["Talleres Sol", "Ana Gil Muñoz", "Renta Segura II", "王明"]),
    "type": st.sampled_from(["company", "person"]),
}
RECORD = st.fixed_dictionaries({}, optional=SAID)


@settings(deadline=None)
@given(RECORD, RECORD, st.data())
def test_what_both_say_alike_never_lowers_their_score(one, other, data):
    field = data.draw(st.sampled_from([name for name in SAID if name not in ("name", "type")]))
    value = data.draw(SAID[field])
    bare = [{n: v for n, v in each.items() if n != field} for each in (one, other)]

    before = evidence(likeness(*map(features_of, bare)))
    after = evidence(likeness(*(features_of({**each, field: value}) for each in bare)))

    assert after >= before - 1e-9
    assert score(features_of(one), features_of(other)) == score(
        features_of(other), features_of(one)
    )


@settings(deadline=None)
@given(RECORD, RECORD)
def test_what_each_subject_adds_is_the_whole_score(one, other):
    a, b = features_of(one), features_of(other)

    told = contributions(a, b)

    assert sum(told.values()) == pytest.approx(evidence(likeness(a, b)))
    assert points_of(sum(told.values()) + 1e-9) >= score(a, b).points


@pytest.mark.parametrize("built_in", [True, False])
@pytest.mark.parametrize("count", [13, 40])
def test_equal_records_of_one_firm_are_all_found_together(built_in, count):
    entries = [(no, {"type": "company", "name": "Talleres Sol SL"}) for no in range(1, count + 1)]

    found = {(pair.left, pair.right) for pair in pairs_within(entries, 1, built_in)}

    assert len(found) == count * (count - 1) // 2


@pytest.mark.parametrize("built_in", [True, False])
def test_of_hundreds_of_equal_ones_each_is_found_beside_others(built_in):
    entries = [(no, {"type": "company", "name": "Talleres Sol SL"}) for no in range(1, 261)]

    groups = {no: {no} for no, _values in entries}
    for pair in pairs_within(entries, 1, built_in):
        joined = groups[pair.left] | groups[pair.right]
        groups.update(dict.fromkeys(joined, joined))

    assert len(groups[1]) == 260


@pytest.mark.parametrize("built_in", [True, False])
def test_a_copy_of_a_record_takes_no_pair_away(built_in):
    entries = [(each.no, each.values) for each in BOOK]
    copies = [(1000 + no, values) for no, values in entries[::3]]

    before = {(p.left, p.right) for p in pairs_within(entries, 60, built_in)}
    after = {(p.left, p.right) for p in pairs_within([*entries, *copies], 60, built_in)}

    assert before <= after
    assert {(no - 1000, no) for no, _values in copies} <= after


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plaza Mayor 3", "Mayor, 3"),
        ("Avda. de la Paz 20", "Paz, 20"),
        ("210 W 14th St", "210 West 14th Street"),
        ("4100 S Keeler Ave", "4100 South Keeler"),
        ("Hauptstr. 12", "Hauptstraße 12"),
    ],
)
def test_a_street_is_known_without_its_kind_and_its_point_of_the_compass(one, other):
    assert street_of(one) == street_of(other)


def test_streets_that_are_numbers_are_told_apart():
    assert street_of("5100 S 51st St") == ("51", "5100")
    assert street_of("5100 S 63rd St") == ("63", "5100")
    assert street_of("Calle 14 20") == ("14", "20")


def test_numbers_and_generations_in_names_tell_apart():
    assert name_of("Renta Segura I FI").numbers == ["1"]
    assert name_of("Renta Segura IV FI").numbers == ["4"]
    assert name_of("William Hayes Jr.", is_person=True).numbers == ["jr"]
    assert name_of("Pepe García", is_person=True).words == ["jose", "garcia"]


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(-10, 10)] * len(Likeness._fields)), min_size=1))
def test_many_pairs_at_once_have_the_evidence_that_each_has(several):
    alike = [Likeness(*numbers) for numbers in several]

    assert evidence_of_many(forest_of(shipped()), alike) == [evidence(each) for each in alike]


@pytest.mark.parametrize("built_in", [True, False])
def test_what_too_many_share_is_counted(built_in):
    names = [f"{a}{b}" for a in ("Alba", "Brisa", "Cielo", "Duna") for b in "bdfghjklmnpqrst"]
    firms = [(n, {"name": name, "phone_no": "915557788"}) for n, name in enumerate(names)]
    left_out = Counter()

    found = list(pairs_within(firms, 60, built_in, left_out))

    assert left_out["phone"] == 1
    assert not found
