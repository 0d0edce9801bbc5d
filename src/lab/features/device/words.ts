/** Words of the dialog about the device. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/device.json' with { type: 'json' };

export const deviceWords = wordsOf('device', english);
