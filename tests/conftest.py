"""How many examples the properties get: AKN_HYPOTHESIS_PROFILE is `quick` (the same ones each time), `deep`,
or `unshrunk` (as `quick`, for `benchmarks.mutants`, which asks whether a property fails and not for the least example).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True, suppress_health_check=_CHECKS)
settings.register_profile("deep", max_examples=10_000, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("unshrunk", settings.get_profile("quick"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("AKN_HYPOTHESIS_PROFILE", "quick"))
