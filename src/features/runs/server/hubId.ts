/** The id of an opened model folder on the Hugging Face hub, from its own files. Pure. */

const ownerName = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;

/**
 * `config`: the text of config.json. Its `_name_or_path`, else an `owner/name` of the card that has
 * the card's title or the folder's name. The card's `base_model` is another model. null: none.
 */
export function findHubId(name: string, config: string, card: string): string | null {
	const path = /"_name_or_path"\s*:\s*"([^"]*)"/.exec(config)?.[1];
	if (path !== undefined && ownerName.test(path)) return path;
	const body = card.replace(/^---\n[\s\S]*?\n---\n/, '');
	const title = /^#\s+(\S+)\s*$/m.exec(body)?.[1];
	const named = [title, name].filter((each) => each !== undefined);
	const ids = [...body.matchAll(/["'\s(]([\w-][\w.-]*\/[\w-][\w.-]*)["'\s)]/g)].map(([, id]) => id);
	return ids.find((id) => named.includes(id.split('/')[1])) ?? null;
}
