"""What may be appended to a sealed file: seals and their evidence, nothing else.

The library's default also accepts form filling, and with it a shadow attack that swaps
what the signer saw (research: DSS-2236 "replace"); the rule that allows it is left out.
"""

from functools import lru_cache

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    StandardDiffPolicy,
)


@lru_cache
def strict_policy() -> StandardDiffPolicy:
    """The policy for sealed files.

    Raises:
        RuntimeError: the library's default no longer holds the rule to be left out, so
            that nobody can say any more what the remaining rules allow.
    """
    form_rule = DEFAULT_DIFF_POLICY.form_rule
    rules = form_rule.field_rules if form_rule else []
    kept = [
        rule for rule in rules if not isinstance(rule, GenericFieldModificationRule)
    ]
    if len(kept) != len(rules) - 1:
        raise RuntimeError("the library's difference policy has changed")
    return StandardDiffPolicy(
        global_rules=DEFAULT_DIFF_POLICY.global_rules,
        form_rule=FormUpdatingRule(field_rules=kept),
    )
