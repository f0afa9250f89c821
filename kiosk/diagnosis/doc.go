// Package diagnosis writes one small file for a technician, which leaves the
// kiosk on a USB stick: how the kiosk is and what happened lately, with nothing
// of any person in it, and no secret.
//
// Nothing goes out because nobody thought of holding it back. What goes out is on
// a list: numbers, moments, and the words of words.txt, ids of packs, addresses of
// machines and the settings that table configKeys shows. Of a text that is not on
// the list only its key is told, with "-". So a mistake elsewhere in the program,
// which put an answer into a log line, ends here.
package diagnosis
