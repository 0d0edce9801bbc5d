/**
 * `results`: fills the figures of the pages that a person wrote (results/pages), and writes the
 * pictures and the page's list of studies, from the published results (public/studies), or trains
 * their cells in Node.
 */
import { existsSync } from 'node:fs';
import { InputError } from '../src/engine/core/errors.ts';
import { asMessage } from '../src/engine/core/message.ts';
import { exitCodes } from '../scripts/lib/bench/exitCodes.ts';
import { runScript } from '../scripts/lib/faults.ts';
import { demandFolder, readCommand, text } from '../scripts/lib/command.ts';
import { resultsPicture } from './results/forest.ts';
import { pages, pressPage } from './results/press.ts';
import { studyNames } from '../scripts/lib/shelf/published.ts';
import { retrain } from './results/retrain.ts';
import { meanMixFile, meanMixText, shelfList, shelfListFile } from './results/shelf.ts';
import { publishTrained, trainedFolder, trainStudies } from './results/train.ts';
import { writeBeside } from '../scripts/lib/writeBeside.ts';

const log = (line: string): void => console.log(line);

await runScript(async () => {
	const {
		retrain: row,
		train,
		data,
	} = readCommand({
		name: 'npm run --prefix workshop results',
		purpose:
			'Writes the published results again: results.md and comparisons.md in docs/guide, the ' +
			'block of the README, the picture, and the page’s list of studies.',
		example: '--retrain "By size"',
		options: {
			retrain: text('ROW', 'Trains the cells of a row again, and compares them bit by bit'),
			train: text(
				'STUDIES',
				'Trains the missing cells of studies, e.g. online,policies; resumes; several calls share them',
			),
			data: text('FOLDER', 'With --train or --retrain: the data of studies that do not ship them'),
		},
	});
	if (row !== undefined && train !== undefined)
		throw new InputError(asMessage('--retrain and --train cannot be combined.'));
	if (data !== undefined && train === undefined && row === undefined)
		throw new InputError(asMessage('--data needs --train or --retrain.'));
	if (data !== undefined && !existsSync(data))
		throw new InputError(asMessage(`--data: there is no folder ${data}. Correct the path.`));
	if (row !== undefined) {
		const different = await retrain(row, data, log);
		if (different > 0) process.exitCode = exitCodes.failed;
		return;
	}
	if (train !== undefined) {
		const names = train.split(',');
		const unknown = names.find((name) => !studyNames.includes(name));
		if (unknown !== undefined)
			throw new InputError(
				asMessage(`--train: there is no study ${unknown}. Known: ${studyNames.join(', ')}.`),
			);
		demandFolder(trainedFolder, 'The store of trained cells');
		const failures = await trainStudies(names, data, log);
		if (failures > 0) process.exitCode = exitCodes.failed;
		log('npm run --prefix workshop results publishes what is trained.');
		return;
	}
	for (const name of studyNames) {
		const { added, missing } = publishTrained(name);
		log(`${name}: ${added} new cells, ${missing} missing.`);
	}
	const files = new Map([resultsPicture()]);
	files.set(shelfListFile, shelfList());
	files.set(meanMixFile, meanMixText());
	for (const page of pages) files.set(page.file, await pressPage(page));
	for (const [file, content] of files) writeBeside(file, content);
	log(`${[...files.keys()].join(', ')} are written.`);
});
