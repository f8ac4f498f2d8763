"""The questions that the signer answers, one function each."""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from signatures.pades.trust import Trust
from signatures.signer.book import Authorisation, SealEntry
from signatures.signer.copying import copy_from, copy_to
from signatures.signer.desk import Desk
from signatures.signer.memory import Memory
from signatures.signer.plans import Plan
from signatures.signer.refusals import Refusal, Refused
from signatures.signer.seals import NewSeal
from signatures.signer.underway import UnderWay

BEFORE, AFTER = "before.pdf", "after.pdf"

Told = dict[str, Any]


class Questions:
    """Asks the desk what was asked of the signer.

    Args:
        desk: the rules.
        memory: the log, whose head anybody may learn.
        work: an empty folder for files on their way.
    """

    def __init__(self, desk: Desk, memory: Memory, work: Path) -> None:
        self._desk, self._memory, self._work = desk, memory, work
        self._under_way = UnderWay()
        self._asked: dict[str, Callable[[Told, Sequence[int], datetime], Told]] = {
            "about": self._about,
            "enrol": self._enrol,
            "trust": self._trust,
            "stamp": self._stamp,
            "sign_list": self._sign_list,
            "list_signer": self._list_signer,
            "has_device": self._has_device,
            "begin_device": self._begin_device,
            "confirm_device": self._confirm_device,
            "test_code": self._test_code,
            "speak": self._speak,
            "give": self._give,
            "authorise": self._authorise,
            "confirm": self._confirm,
            "withdraw": self._withdraw,
            "seal": self._seal,
            "suspend": self._suspend,
            "resume": self._resume,
            "revoke": self._revoke,
            "name_keeper": self._name_keeper,
            "end_keeper": self._end_keeper,
        }

    def answer(self, told: Told, files: Sequence[int]) -> Told:
        """What is answered to a question with its files; a refusal is an answer too."""
        try:
            ask = self._asked[told["ask"]]
            return {"answer": ask(told, files, self._moment(told))}
        except Refused as refusal:
            return {"refused": refusal.reason, "particulars": refusal.particulars}
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            # The kind alone: what was told may hold a code.
            return _not_understood(Refusal.NOT_UNDERSTOOD, error)
        except Exception as error:  # noqa: BLE001  # no question ends the conversation
            return _not_understood(Refusal.SEALING_FAILED, error)

    def _moment(self, told: Told) -> datetime:
        """The signer's own clock; a world of tests may tell another time."""
        if self._desk.is_test and told.get("at"):
            return datetime.fromisoformat(told["at"])
        return datetime.now(UTC)

    # -- one function a question --------------------------------------------------------

    def _about(self, _told: Told, _files: Sequence[int], _at: datetime) -> Told:
        number, head = self._memory.head()
        return {
            "is_test": self._desk.is_test,
            "licence": self._desk.licence,
            "lines": number,
            "head": head,
        }

    def _enrol(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        new = NewSeal(
            name=str(told["seal"]),
            owner=str(told["owner"]),
            kind=str(told["kind"]),
            subject=str(told["subject"]),
            unit=str(told["unit"]),
            keepers=tuple(str(one) for one in told["keepers"]),
            persons=int(told["persons"]),
        )
        return {
            **_seal_told(self._desk.seals.enrol(new, at=at)),
            "is_test": self._desk.is_test,
        }

    def _trust(self, _told: Told, _files: Sequence[int], at: datetime) -> Told:
        return _trust_told(self._desk.trust(at=at))

    def _stamp(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        return {"token": self._desk.stamp(bytes.fromhex(told["digest"]), at=at).hex()}

    def _sign_list(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        return {"signed": self._desk.lists.sign(str(told["digest"]), at=at).hex()}

    def _list_signer(self, _told: Told, _files: Sequence[int], at: datetime) -> Told:
        return {"fingerprint": self._desk.lists.signer(at=at).fingerprint}

    def _has_device(self, told: Told, _files: Sequence[int], _at: datetime) -> Told:
        return {"has": self._desk.codes.has(told["person"])}

    def _begin_device(self, told: Told, _files: Sequence[int], _at: datetime) -> Told:
        return {"address": self._desk.codes.begin(told["person"])}

    def _confirm_device(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.codes.confirm(told["person"], told["code"], at=at)
        return {}

    def _test_code(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        return {"code": self._desk.codes.test_code(told["person"], at=at)}

    def _speak(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.codes.speak(
            str(told["person"]), told["code"], str(told["about"]), at=at
        )
        number, head = self._memory.head()
        return {"line": number, "head": head}

    def _told(self, one: Authorisation) -> Told:
        """A permission, and the head of the log that holds it: for another's ledger."""
        number, head = self._memory.head()
        return {**_authorisation_told(one), "line": number, "head": head}

    def _give(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.permissions.give(
            str(told["nonce"]), person=told["person"], code=told["code"], at=at
        )
        return {}

    def _authorise(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        return self._told(
            self._desk.permissions.authorise(
                told["nonce"],
                seals=[str(one) for one in told["seals"]],
                files={str(k): str(v) for k, v in told["files"].items()},
                person=told["person"],
                code=told["code"],
                at=at,
            )
        )

    def _confirm(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        return self._told(
            self._desk.permissions.confirm(
                told["nonce"], person=told["person"], code=told["code"], at=at
            )
        )

    def _withdraw(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.permissions.withdraw(told["nonce"], by=told["by"], at=at)
        return {}

    def _seal(self, told: Told, files: Sequence[int], at: datetime) -> Told:
        nonce, plan = str(told["nonce"]), Plan.of_json(told["plan"])
        source, target = files
        self._desk.require_open(nonce, plan, at=at)
        folder = Path(tempfile.mkdtemp(dir=self._work))
        try:
            digest = copy_from(source, folder / BEFORE)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

        def work(place: Path) -> dict[str, str]:
            paths = (place / BEFORE, place / AFTER)
            try:
                return self._desk.seal(nonce, plan, *paths, at=at, digest=digest)
            finally:
                paths[0].unlink(missing_ok=True)

        question = json.dumps([digest, told["plan"]], sort_keys=True)
        made, fields = self._under_way.result(
            (nonce, plan.label), question, folder, work
        )
        copy_to(made / AFTER, target)
        return {"fields": fields}

    def _suspend(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.seals.suspend(
            told["seal"], by=told["by"], reason=told["reason"], at=at
        )
        return {}

    def _resume(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.seals.resume(told["seal"], by=told["by"], code=told["code"], at=at)
        return {}

    def _revoke(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.seals.revoke(
            told["seal"], by=told["by"], reason=told["reason"], at=at
        )
        return {}

    def _name_keeper(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        until = told["until"]
        self._desk.seals.name_keeper(
            told["seal"],
            told["person"],
            by=told["by"],
            code=told["code"],
            span=(
                datetime.fromisoformat(told["since"]),
                datetime.fromisoformat(until) if until else None,
            ),
            at=at,
        )
        return {}

    def _end_keeper(self, told: Told, _files: Sequence[int], at: datetime) -> Told:
        self._desk.seals.end_keeper(told["seal"], told["person"], by=told["by"], at=at)
        return {}


def _not_understood(reason: Refusal, error: Exception) -> Told:
    return {"refused": reason, "particulars": type(error).__name__}


def _seal_told(entry: SealEntry) -> Told:
    return {
        "certificate": entry.certificate,
        "valid_until": entry.valid_until.isoformat(),
        "suspended": entry.suspended,
        "revoked_at": entry.revoked_at.isoformat() if entry.revoked_at else None,
    }


def _authorisation_told(one: Authorisation) -> Told:
    return {
        "expires_at": one.expires_at.isoformat(),
        "confirmed": one.is_confirmed,
        "persons": one.persons,
        "needs": one.needs,
    }


def _trust_told(trust: Trust) -> Told:
    return {
        "roots": [one.dump().hex() for one in trust.roots],
        "between": [one.dump().hex() for one in trust.between],
        "lists": [one.hex() for one in trust.lists],
    }
