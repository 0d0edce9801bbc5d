/**
 * `npm run results`: writes docs/guide/results.md, its pictures and the shelf of the page from the
 * published results (public/studies), or trains their cells in Node.
 */
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { runScript } from './lib/browser.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { parseShard } from './lib/bench/options.ts';
import { readCommand, text } from './lib/command.ts';
import { studyNames } from './lib/results/published.ts';
import { publishTrained, trainStudies } from './lib/results/train.ts';

const log = (line: string): void => console.log(line);

await runScript(async () => {
	const options = readCommand({
		name: 'npm run results',
		purpose:
			'Writes the published results again: docs/guide/results.md, its pictures, and the list of ' +
			'studies on the page.',
		example: '--retrain "temperature 10"',
		options: {
			retrain: text('ROW', 'Trains the cells of a row again, and compares them bit by bit'),
			train: text('STUDIES', 'Trains missing cells, e.g. law,policies; resumes'),
			shard: text('I/N', 'With --train: one of N parts, for several processes'),
		},
	});
	if (options.train !== undefined) {
		const names = options.train.split(',');
		const unknown = names.find((name) => !studyNames.includes(name));
		if (unknown !== undefined)
			throw new InputError(
				asMessage(`--train: there is no study ${unknown}. Known: ${studyNames.join(', ')}.`),
			);
		const shard = options.shard === undefined ? { current: 1, total: 1 } : parseShard(options.shard);
		const failures = await trainStudies(names, shard, log);
		if (failures > 0) process.exitCode = exitCodes.failed;
		return;
	}
	for (const name of studyNames) {
		const { added, missing } = publishTrained(name);
		log(`${name}: ${added} new cells, ${missing} missing.`);
	}
});
