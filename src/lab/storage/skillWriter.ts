/**
 * Writes a skill's rows while they are read: chunks of a draft, visible after the last transaction.
 */
import { InputError, InternalError } from '#core/errors.ts';
import type { Example } from '#data/example.ts';
import { parts, type Part } from '#data/skill.ts';
import type { SkillWriter } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { keysUnder } from './schema.ts';

const chunkRows = 500;
/** Long rows give shorter chunks. A character takes at most two bytes, a value at most 133 MB. */
const chunkCharacters = 4_000_000;
const longestRow = 50_000_000;

interface Chunk {
	rows: Example[];
	characters: number;
	/** Index of its first row in the part. */
	from: number;
}

export async function createSkillWriter(connection: Connection): Promise<SkillWriter> {
	const draft = await startDraft(connection, 'begin an import');
	const open: Record<Part, Chunk> = {
		train: chunkAt(0),
		validation: chunkAt(0),
		heldOut: chunkAt(0),
	};
	let over = false;

	const flush = async (part: Part) => {
		const chunk = open[part];
		if (chunk.rows.length === 0) return;
		open[part] = chunkAt(chunk.from + chunk.rows.length);
		const doing = 'keep the rows of the import';
		await connection.write(
			['skillRows'],
			{ doing, bytes: chunk.characters, isRelaxed: true },
			({ skillRows }) => skillRows.put(chunk.rows, [draft, part, chunk.from]),
		);
	};
	const mustBeOpen = () => {
		if (over) throw new InternalError('This import has ended: it takes no more rows.');
	};

	return {
		async append(part, examples) {
			mustBeOpen();
			for (const example of examples) {
				const characters = charactersOf(example);
				if (characters > longestRow)
					throw new InputError(
						`Row ${open[part].from + open[part].rows.length + 1} of the ${part} part has ` +
							`${characters} characters; at most ${longestRow} can be stored. ` +
							'Cut it into several rows.',
						{ part, characters },
					);
				open[part].rows.push(example);
				open[part].characters += characters;
				if (open[part].rows.length >= chunkRows || open[part].characters >= chunkCharacters)
					await flush(part);
			}
		},

		async commit(info) {
			mustBeOpen();
			for (const part of parts) await flush(part);
			for (const part of parts)
				if (open[part].from !== info.counts[part])
					throw new InternalError(
						`${info.name}: the import wrote ${open[part].from} rows for ${part}, ` +
							`but its summary says ${info.counts[part]}.`,
					);
			await connection.write(
				['skills', 'skillRows', 'drafts'],
				`keep the skill ${info.name}`,
				async ({ skills, skillRows, drafts }) => {
					const older = await skills.get(info.id);
					// An earlier attempt had committed before its connection was lost.
					if (older?.rows === draft) return;
					await endDraft(drafts, draft, `The import of ${info.name}`);
					if (older) await skillRows.delete(keysUnder(older.rows));
					await skills.put({ id: info.id, info, rows: draft });
				},
			);
			over = true;
		},

		async abort() {
			if (over) return;
			over = true;
			await dropDraft(connection, draft, 'take back the import');
		},
	};
}

const chunkAt = (from: number): Chunk => ({ rows: [], characters: 0, from });

const charactersOf = (example: Example): number =>
	example.messages.reduce((sum, message) => sum + message.content.length, 0);
