"""Static files under names that carry a hash of what is in them, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise has it, for scripts that import each other as well: their imports name the hashed files."""

    support_js_module_import_aggregation = True
    #: A script is hashed after those that it imports; chains of the field page are longer than the usual five.
    max_post_process_passes = 15
