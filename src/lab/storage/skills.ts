/** The user's skills in the database: rows in chunks. A removed skill can be restored. */
import { InputError, InternalError, StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { toolText, type Example } from '#engine/data/example.ts';
import { byPart, parts, type Part } from '#engine/data/skill.ts';
import type { SkillStore, SkillWriter } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { keysUnder, type SkillRecord } from './schema.ts';

const byName = new Intl.Collator('en', { numeric: true }).compare;
const isVisible = ({ removedAt }: SkillRecord): boolean => removedAt === undefined;

export function createSkillStore(connection: Connection): SkillStore {
	const { read, write } = connection;
	const all = () => read(['skills'], ({ skills }) => skills.getAll());
	const visible = async (id: string): Promise<SkillRecord | undefined> => {
		const record = await read(['skills'], ({ skills }) => skills.get(id));
		return record && isVisible(record) ? record : undefined;
	};

	/** The rows from `from` up to, not including, `end`, in chunks. */
	async function* chunks(
		{ info, rows }: SkillRecord,
		part: Part,
		from: number,
		end: number,
	): AsyncGenerator<readonly Example[]> {
		for (let at = from; at < end;) {
			const start = at;
			const found = await read(['skillRows'], async ({ skillRows }) => {
				const range = IDBKeyRange.bound([rows, part, 0], [rows, part, start]);
				const cursor = await skillRows.openCursor(range, 'prev');
				return cursor ? cursor.value.slice(start - cursor.key[2]) : [];
			});
			if (found.length === 0)
				throw new StorageError(
					say(
						'Row {row} of {rows} of the skill {name} ({part}) is not in the database any more. Import its file again.',
						{ row: at + 1, rows: info.counts[part], name: info.name, part },
					),
					{ skill: info.id, part, row: at },
				);
			yield found.slice(0, end - at);
			at += found.length;
		}
	}

	const change = (id: string, changed: (record: SkillRecord) => SkillRecord) =>
		write(['skills'], async ({ skills }) => {
			const record = await skills.get(id);
			if (!record) throw notThere(id);
			await skills.put(changed(record));
		});

	return {
		list: async () =>
			(await all())
				.filter(isVisible)
				.map(({ info }) => info)
				.sort((a, b) => byName(a.name, b.name)),

		async source(id) {
			const record = await visible(id);
			if (!record) return undefined;
			const { info } = record;
			return { info, read: (part) => chunks(record, part, 0, info.counts[part]) };
		},

		async rows(id, part, from, count) {
			const record = await visible(id);
			if (!record) throw notThere(id);
			const start = Math.max(0, from);
			const end = Math.min(start + count, record.info.counts[part]);
			const rows: Example[] = [];
			for await (const chunk of chunks(record, part, start, end))
				for (const row of chunk) rows.push(row);
			return rows;
		},

		write: () => createSkillWriter(connection),

		measure: (id, measure) =>
			change(id, (record) => ({ ...record, info: { ...record.info, measure } })),

		remove: (id) => change(id, (record) => ({ ...record, removedAt: Date.now() })),

		restore: (id) => change(id, ({ removedAt: _, ...record }) => record),

		async purge() {
			const removed = (await all()).filter((record) => !isVisible(record));
			for (const { id } of removed)
				await write(['skills', 'skillRows'], async ({ skills, skillRows }) => {
					const record = await skills.get(id);
					// It may have been restored meanwhile.
					if (!record || isVisible(record)) return;
					await skillRows.delete(keysUnder(record.rows));
					await skills.delete(id);
				});
		},
	};
}

const notThere = (id: string): StorageError =>
	new StorageError(say('The skill {id} is not in the database. Import its file again.', { id }), {
		skill: id,
	});

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

/** Writes rows as they are read: chunks of a draft, visible after the last transaction. */
async function createSkillWriter(connection: Connection): Promise<SkillWriter> {
	const draft = await startDraft(connection);
	const open = byPart(() => chunkAt(0));
	let over = false;

	const flush = async (part: Part) => {
		const chunk = open[part];
		if (chunk.rows.length === 0) return;
		open[part] = chunkAt(chunk.from + chunk.rows.length);
		const doing = say('keep the rows of the import');
		const task = { doing, bytes: chunk.characters, isRelaxed: true };
		await connection.keep(['skillRows'], task, ({ skillRows }) =>
			skillRows.put(chunk.rows, [draft, part, chunk.from]),
		);
	};
	const mustBeOpen = () => {
		if (over) throw new InternalError('This import has ended: it takes no more rows.');
	};

	return {
		async append(part, examples) {
			mustBeOpen();
			for (const example of examples) {
				const chunk = open[part];
				const characters = countCharacters(example);
				if (characters > longestRow)
					throw new InputError(
						say(
							'Row {row} of the {part} part has {characters} characters; at most {longestRow} can be stored. Cut it into several rows.',
							{ row: chunk.from + chunk.rows.length + 1, part, characters, longestRow },
						),
						{ part, characters },
					);
				chunk.rows.push(example);
				chunk.characters += characters;
				if (chunk.rows.length >= chunkRows || chunk.characters >= chunkCharacters)
					await flush(part);
			}
		},

		async commit(info) {
			mustBeOpen();
			for (const part of parts) {
				await flush(part);
				if (open[part].from !== info.counts[part])
					throw new InternalError(
						`${info.name}: the import wrote ${open[part].from} rows for ${part}, ` +
							`but its summary says ${info.counts[part]}.`,
					);
			}
			const doing = say('keep the skill {name}', { name: info.name });
			await connection.keep(['skills', 'skillRows', 'drafts'], doing, async (stores) => {
				const older = await stores.skills.get(info.id);
				// An earlier attempt had committed before its connection was lost.
				if (older?.rows === draft) return;
				await endDraft(stores.drafts, draft, say('The import of {name}', { name: info.name }));
				if (older) await stores.skillRows.delete(keysUnder(older.rows));
				await stores.skills.put({ id: info.id, info, rows: draft });
			});
			over = true;
		},

		async abort() {
			if (over) return;
			over = true;
			await dropDraft(connection, draft);
		},
	};
}

const chunkAt = (from: number): Chunk => ({ rows: [], characters: 0, from });

const countCharacters = (example: Example): number =>
	example.messages.reduce((sum, message) => sum + message.content.length, 0) +
	toolText(example).length;
