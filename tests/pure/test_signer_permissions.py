"""A permission is given by who keeps the seal, once, for ten minutes, with a new code."""

from datetime import timedelta

import pytest

from signatures.signer.devices import code_at, secret_of, step_at
from signatures.signer.refusals import Refusal
from signatures.signer.seals import Span
from tests.signing import FIRE, INSTITUTION, SHEET, Bench, refusal


def test_a_permission_lasts_ten_minutes(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(minutes=10)

    assert refusal(bench.seal, nonce) is Refusal.AUTHORISATION_OVER


def test_a_permission_is_given_once(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(minutes=1)

    assert refusal(bench.authorised, nonce=nonce) is Refusal.AUTHORISATION_USED


def test_a_withdrawn_permission_is_none(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.desk.permissions.withdraw(nonce, by="sun", at=bench.at)

    assert refusal(bench.seal, nonce) is Refusal.NO_AUTHORISATION


def test_a_code_counts_once(bench: Bench) -> None:
    code = bench.code()
    values = {"seals": (FIRE,), "files": {SHEET: "0" * 64}, "person": "sun"}
    bench.desk.permissions.authorise("a", **values, code=code, at=bench.at)  # type: ignore[arg-type]

    again = refusal(
        bench.desk.permissions.authorise, "b", **values, code=code, at=bench.at
    )
    assert again is Refusal.CODE_USED


def test_guessing_codes_has_to_wait(bench: Bench) -> None:
    code = bench.code()
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    values = {"seals": (FIRE,), "files": {SHEET: "0" * 64}, "person": "sun"}
    for _time in range(5):
        said = refusal(
            bench.desk.permissions.authorise, "a", **values, code=wrong, at=bench.at
        )
        assert said is Refusal.CODE_WRONG

    said = refusal(
        bench.desk.permissions.authorise, "a", **values, code=code, at=bench.at
    )
    assert said is Refusal.TOO_MANY_CODES


def test_who_does_not_keep_a_seal_cannot_permit_its_use(bench: Bench) -> None:
    code = bench.code("wang")
    said = refusal(
        bench.desk.permissions.authorise,
        "a",
        seals=(FIRE,),
        files={SHEET: "0" * 64},
        person="wang",
        code=code,
        at=bench.at,
    )
    assert said is Refusal.NOT_THE_KEEPER


def test_two_different_persons_release_the_institutions_seal(bench: Bench) -> None:
    nonce = bench.authorised(INSTITUTION)
    assert refusal(bench.seal, nonce, INSTITUTION) is Refusal.SECOND_PERSON_MISSING
    bench.later(minutes=1)
    same = refusal(
        bench.desk.permissions.confirm,
        nonce,
        person="sun",
        code=bench.code(),
        at=bench.at,
    )
    assert same is Refusal.SAME_PERSON

    bench.desk.permissions.confirm(
        nonce, person="qian", code=bench.code("qian"), at=bench.at
    )
    assert bench.seal(nonce, INSTITUTION)


def test_a_device_is_told_once(bench: Bench) -> None:
    address = bench.desk.codes.begin("zhao")
    assert address.startswith("otpauth://totp/")
    assert refusal(bench.desk.codes.confirm, "zhao", "000000", at=bench.at) is (
        Refusal.CODE_WRONG
    )
    bench.code("zhao")

    assert refusal(bench.desk.codes.begin, "zhao") is Refusal.DEVICE_KNOWN


def test_a_permission_that_ran_out_is_not_brought_back_by_a_second_person(
    bench: Bench,
) -> None:
    nonce = bench.authorised(INSTITUTION)
    bench.later(minutes=10)

    assert confirm(bench, nonce, "qian") is Refusal.AUTHORISATION_OVER


def test_a_permission_that_is_complete_is_not_made_longer(bench: Bench) -> None:
    nonce = bench.authorised()
    bench.later(minutes=9)

    assert confirm(bench, nonce, "qian") is Refusal.AUTHORISATION_USED


def test_who_completed_a_permission_may_ask_again_when_the_answer_was_lost(
    bench: Bench,
) -> None:
    nonce = bench.authorised(INSTITUTION)
    bench.later(minutes=1)
    code = bench.code("qian")
    first = bench.permissions.confirm(nonce, person="qian", code=code, at=bench.at)
    until = first.expires_at
    bench.later(minutes=1)

    again = bench.permissions.confirm(nonce, person="qian", code=code, at=bench.at)

    assert again.is_confirmed
    assert again.expires_at == until, "it does not last longer for being asked twice"


def test_a_delegate_is_no_second_person(bench: Bench) -> None:
    span = (bench.at, None)
    name_keeper(bench, INSTITUTION, "zhao", by="sun", span=span)
    bench.later(minutes=1)
    nonce = bench.authorised(INSTITUTION)

    assert confirm(bench, nonce, "zhao") is Refusal.SAME_PERSON
    bench.permissions.confirm(
        nonce, person="qian", code=bench.code("qian"), at=bench.at
    )


def test_who_was_delegated_a_seal_cannot_hand_it_on(bench: Bench) -> None:
    until = bench.at + timedelta(days=1)
    name_keeper(bench, FIRE, "zhao", by="sun", span=(bench.at, until))
    bench.later(minutes=1)

    said = refusal(name_keeper, bench, FIRE, "zhao", by="zhao", span=(bench.at, None))
    assert said is Refusal.NOT_THE_KEEPER


def test_a_delegation_ends_with_whoever_gave_it(bench: Bench) -> None:
    name_keeper(bench, FIRE, "zhao", by="sun", span=(bench.at, None))
    assert bench.desk.seals.entry(FIRE).kept_by("zhao", bench.at)

    bench.desk.seals.end_keeper(FIRE, "sun", by="wu", at=bench.at)

    assert not bench.desk.seals.entry(FIRE).kept_by("zhao", bench.at)
    assert bench.desk.seals.entry(FIRE).kept_by("qian", bench.at)


@pytest.mark.parametrize(
    "files",
    [{}, {SHEET: "0" * 63}, {SHEET: "Z" * 64}, {"": "0" * 64}, {"x" * 401: "0" * 64}],
    ids=["empty", "short", "no hex", "no name", "endless name"],
)
def test_a_list_that_names_no_bytes_is_refused(
    bench: Bench, files: dict[str, str]
) -> None:
    code = bench.code()
    said = refusal(
        bench.permissions.authorise,
        "a",
        seals=(FIRE,),
        files=files,
        person="sun",
        code=code,
        at=bench.at,
    )
    assert said is Refusal.NOT_UNDERSTOOD


def test_the_wait_doubles_with_every_five_wrong_codes(bench: Bench) -> None:
    guess_five(bench)
    bench.later(minutes=10)
    guess_five(bench)
    bench.later(minutes=19)

    assert refusal(guess, bench) is Refusal.TOO_MANY_CODES
    bench.later(minutes=1)
    assert refusal(guess, bench) is Refusal.CODE_WRONG


def test_the_code_that_set_a_device_up_is_used(bench: Bench) -> None:
    secret = secret_of(bench.desk.codes.begin("zhao"))
    code = code_at(secret, step_at(bench.at))
    bench.desk.codes.confirm("zhao", code, at=bench.at)

    assert refusal(bench.desk.codes.take, "zhao", code, bench.at) is Refusal.CODE_USED


def guess_five(bench: Bench) -> None:
    for _time in range(5):
        assert refusal(guess, bench) is Refusal.CODE_WRONG


def guess(bench: Bench) -> None:
    wrong = f"{(int(bench.code()) + 1) % 1000000:06d}"
    bench.desk.codes.take("sun", wrong, bench.at)


def confirm(bench: Bench, nonce: str, person: str) -> Refusal:
    code = bench.code(person)
    return refusal(
        bench.permissions.confirm, nonce, person=person, code=code, at=bench.at
    )


def name_keeper(bench: Bench, seal: str, person: str, *, by: str, span: Span) -> None:
    code = bench.code(by)
    bench.desk.seals.name_keeper(seal, person, by=by, code=code, span=span, at=bench.at)


VALUES = {"seals": (FIRE,), "files": {SHEET: "0" * 64}}


def given(bench: Bench, nonce: str = "a", person: str = "sun") -> str:
    code = bench.code(person)
    bench.desk.permissions.give(nonce, person=person, code=code, at=bench.at)
    return code


def permitted(bench: Bench, nonce: str, person: str = "sun") -> None:
    bench.desk.permissions.authorise(
        nonce,
        **VALUES,  # type: ignore[arg-type]
        person=person,
        code="",
        at=bench.at,
    )


def test_a_code_given_beforehand_serves_the_list_that_is_drawn_up_meanwhile(
    bench: Bench,
) -> None:
    given(bench)
    bench.later(minutes=5)
    bench.desk = bench.reopened()

    permitted(bench, "a")

    assert refusal(permitted, bench, "a") is Refusal.AUTHORISATION_USED


def test_a_code_given_beforehand_is_used_up_by_it(bench: Bench) -> None:
    code = given(bench)

    again = refusal(
        bench.desk.permissions.give, "b", person="sun", code=code, at=bench.at
    )
    assert again is Refusal.CODE_USED
    direct = refusal(
        bench.desk.permissions.authorise,
        "b",
        **VALUES,
        person="sun",
        code=code,
        at=bench.at,
    )
    assert direct is Refusal.CODE_USED


def test_a_code_given_beforehand_is_for_its_name_its_person_and_ten_minutes(
    bench: Bench,
) -> None:
    given(bench)

    assert refusal(permitted, bench, "b") is Refusal.CODE_WRONG
    assert refusal(permitted, bench, "a", "qian") is not None
    bench.later(minutes=10)
    assert refusal(permitted, bench, "a") is Refusal.AUTHORISATION_OVER


def test_no_code_is_none(bench: Bench) -> None:
    assert refusal(permitted, bench, "a") is Refusal.CODE_WRONG


def test_a_name_takes_one_code(bench: Bench) -> None:
    given(bench)
    bench.later(minutes=1)

    assert refusal(given, bench) is Refusal.AUTHORISATION_USED
