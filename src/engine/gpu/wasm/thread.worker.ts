/** The worker of a helper thread. */
import { serveThreadHere } from './serveThreadHere.ts';

serveThreadHere();
