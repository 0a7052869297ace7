"""Static files under names that carry a hash of what is in them, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_EVERY_SCRIPT, _IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise has it; the scripts of the field page, which import each other, name the hashed files as well.

    Only those: scripts of packages import what is not there, in examples and for builds of other people.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("field/*.js", _IMPORTS))
    #: A script is hashed after those that it imports; chains of the field page are longer than the usual five.
    max_post_process_passes = 15
