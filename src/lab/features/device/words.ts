/** Words of the dialog about the device. */
import { wordsOf } from '#languages/text.ts';
import type { DeviceWords } from '#languages/messages.ts';
import english from '#languages/en/device.json' with { type: 'json' };

export const deviceWords = wordsOf<DeviceWords>('device', english);
