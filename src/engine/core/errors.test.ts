import { expect, it } from 'vitest';
import { InputError } from './errors.ts';
import { asMessage } from './message.ts';

it('the name of an error is not that of its class, which a build shortens', () => {
	class u extends InputError {}
	expect(String(new u(asMessage('a.csv: no rows.')))).toBe('LabError: a.csv: no rows.');
});
