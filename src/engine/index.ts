/** What the engine offers to others. README.md explains the parts. */
export { openDevice, type DeviceOptions } from './gpu/device.ts';
export { openModelFolder } from './model/openFolder.ts';
export { encodeExamples } from './data/encode.ts';
