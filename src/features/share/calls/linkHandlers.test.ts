import { expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';

it('a link opens the experiment that it encodes', async () => {
	const { client, experiment } = await openLab();
	const link = await client['link.encode']({ experiment });
	const pinned = await client['experiment.pin']({ experiment });
	expect(await client['link.decode']({ fragment: `#${link}` })).toEqual({ experiment: pinned });
	await expect(client['link.decode']({ fragment: '#1.broken' })).rejects.toThrow(InputError);
});
