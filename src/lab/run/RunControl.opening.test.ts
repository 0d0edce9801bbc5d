import { expect, it } from 'vitest';
import { controlFixture, experiment, never } from '../../../tests/support/runControl.ts';

it('a run that opens does not train: who asks waits until it is open', async () => {
	const { control, until } = await controlFixture();
	const created = control.create('r', experiment, never);
	expect(control.busy).toBe(true);
	expect(await control.isTraining()).toBe(false);
	expect(control.busy).toBe(false);
	await created;
	(await control.opened('r', never)).play({ kind: 'full' });
	expect(await control.isTraining()).toBe(true);
	await until('finished');
	expect(await control.isTraining()).toBe(false);
});
