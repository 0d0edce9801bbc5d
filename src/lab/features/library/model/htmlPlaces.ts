/** Places in the single HTML file. The build of its page reads this, so it imports nothing. */
export const contentId = 'content';
export const pieceClass = 'piece';
/** Comments of the page: its script reads the content before it, and waits for the pieces. */
export const contentMark = '<!-- content -->';
export const piecesMark = '<!-- pieces -->';
