import { expect, test } from 'vitest';
import { withLabelTexts } from './labelText.ts';

test('a report names a model of the visitor, and not the hash in its id', () => {
	const id = 'file:fcb4a2de0a3d';
	const report = {
		title: id,
		origin: { models: [id, 'skillet-base'] },
		groups: [{ label: `${id} · MoS`, cost: { steps: 3 } }],
	};
	expect(withLabelTexts(report, (model) => (model === id ? 'my model' : model))).toEqual({
		title: id,
		origin: { models: ['my model', 'skillet-base'] },
		groups: [{ label: 'my model · MoS', cost: { steps: 3 } }],
	});
	expect(withLabelTexts(report)).toEqual(report);
});
