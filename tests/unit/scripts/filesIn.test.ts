import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelFilesIn } from '../../../scripts/lib/filesIn.ts';
import { testFolder } from '../../support/testFolder.ts';

test('a model folder has its named chat templates, and no other folder', () => {
	const folder = testFolder();
	const names = ['config.json', 'additional_chat_templates/tool.jinja'];
	for (const name of [...names, 'checkpoint-20/config.json']) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), '');
	}
	expect([...modelFilesIn(folder)]).toEqual(names.map((name) => [name, path.join(folder, name)]));
});
