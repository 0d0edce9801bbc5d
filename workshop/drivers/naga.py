"""Parses and validates each WGSL text with Naga, the compiler of Firefox: JSON.

Naga does not know `enable subgroups`, and Firefox does not offer the feature. So the shaders that
need it are not sent there, and are skipped here. Argument: shaders.json.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import wgpu

adapter = wgpu.gpu.enumerate_adapters_sync()[0]
device = adapter.request_device_sync()
failed = []
checked = 0
for shader in json.loads(Path(sys.argv[1]).read_text()):
    if "enable subgroups" in shader["wgsl"]:
        continue
    checked += 1
    try:
        device.create_shader_module(code=shader["wgsl"])
    except wgpu.GPUError as error:
        failed.append({"key": shader["key"], "error": str(error)})
name = f"wgpu {version('wgpu')} on {adapter.info['device']}"
print(json.dumps({"name": name, "checked": checked, "failed": failed}))
