/** Page entry of the lessons feature. */
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import { languageTag } from '#languages/language.ts';
import { withProps, type CreatePage } from '#lab/page/shell/feature.ts';
import LessonColumn from './LessonColumn.svelte';
import LessonOverlay from './LessonOverlay.svelte';
import LessonsPlace from './LessonsPlace.svelte';
import { LessonsState } from './LessonsState.svelte.ts';
import { findLesson } from './shipped.ts';
import Welcome from './Welcome.svelte';

/** The texts are by language, without a region. */
const language = () => languageTag().split('-')[0];

export const createPage: CreatePage = ({ lab, view, parts: { places } }) => {
	const find = (id: string) => lab.notices.loaded(() => findLesson(language(), id));
	const storage = browserStorage('localStorage');
	const lessons = new LessonsState(lab, view, storage, { find, language, places });
	void lessons.restore();
	const column = withProps(LessonColumn, { lessons });
	const welcome = withProps(Welcome, { lessons });
	return {
		screen: withProps(LessonsPlace, { lessons }),
		overlay: withProps(LessonOverlay, { lessons }),
		get guide() {
			return lessons.opened ? { ...column, covers: lessons.covers } : undefined;
		},
		get welcome() {
			return lessons.opened ? undefined : welcome;
		},
		openFragment: (fragment) => lessons.openLink(fragment),
		take: (files) => lessons.takeLessons(files),
	};
};
