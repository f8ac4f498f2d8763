"""What the signer refuses; a code for programs and a few words for its log."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why the signer did not do what it was asked."""

    NOT_UNDERSTOOD = "not_understood"
    NO_SUCH_SEAL = "no_such_seal"
    SEAL_SUSPENDED = "seal_suspended"
    SEAL_REVOKED = "seal_revoked"
    SEAL_EXPIRED = "seal_expired"
    NOT_THE_KEEPER = "not_the_keeper"
    NOT_YOURS_TO_END = "not_yours_to_end"
    NO_DEVICE = "no_device"
    DEVICE_KNOWN = "device_known"
    CODE_WRONG = "code_wrong"
    CODE_USED = "code_used"
    TOO_MANY_CODES = "too_many_codes"
    NO_AUTHORISATION = "no_authorisation"
    AUTHORISATION_USED = "authorisation_used"
    AUTHORISATION_OVER = "authorisation_over"
    SECOND_PERSON_MISSING = "second_person_missing"
    SAME_PERSON = "same_person"
    NOT_IN_LIST = "not_in_list"
    OTHER_BYTES = "other_bytes"
    COUNT_OVERRUN = "count_overrun"
    SEALING_FAILED = "sealing_failed"
    ONLY_FOR_TESTS = "only_for_tests"
    ONLY_THE_OPERATOR = "only_the_operator"
    OTHER_WORLD = "other_world"
    TIME_STAMP_AWAY = "time_stamp_away"
    SERVICE_AWAY = "service_away"
    SERVICE_REFUSED = "service_refused"
    UNDER_WAY = "under_way"
    TOO_BUSY = "too_busy"
    LOG_BROKEN = "log_broken"


class Refused(Exception):
    """The signer says no."""

    def __init__(self, reason: Refusal, particulars: str = "") -> None:
        super().__init__(f"{reason}: {particulars}" if particulars else str(reason))
        self.reason = reason
        self.particulars = particulars
