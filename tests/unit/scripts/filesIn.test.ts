import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { modelFilesIn } from '../../../scripts/lib/filesIn.ts';

test('a model folder has its named chat templates, and no other folder', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'model-'));
	const names = ['config.json', 'additional_chat_templates/tool.jinja'];
	for (const name of [...names, 'checkpoint-20/config.json']) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), '');
	}
	expect([...modelFilesIn(folder)]).toEqual(names.map((name) => [name, path.join(folder, name)]));
	rmSync(folder, { recursive: true });
});
