"""Writes the demo's three lists again, into this folder: ``python -m outreach.demo_lists``."""

from outreach.demo_lists import FOLDER, contents

for name, content in contents().items():
    (FOLDER / name).write_bytes(content)
    print(f"{name}: {len(content):,} bytes")
