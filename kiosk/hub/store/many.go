package store

import "slices"

// What a hub gets most of, as one statement for many: to PostgreSQL each
// statement is a way there and back. SQLite is in the process and gains nothing.

// putBeatsAtOnce is one statement for a thousand kiosks.
func putBeatsAtOnce(t *tx, rows []beatRow) error {
	ids, times, texts := make([]string, len(rows)), make([]int64, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		ids[i], times[i], texts[i] = r.kiosk, r.at, r.text
	}
	_, err := t.exec(`UPDATE kiosk SET beat_at = b.at, beat = b.beat
		FROM unnest(?::text[], ?::bigint[], ?::text[]) AS b (kiosk, at, beat)
		WHERE id = b.kiosk AND (beat_at <= b.at OR beat_at > b.at + ?)`,
		ids, times, texts, beatAhead.Microseconds())
	return err
}

const insertItems = `INSERT INTO item (id, reference, pack, version, kiosk, town, sha256, envelope,
	at, keep_days, size, received, expires, hash, ciphertext)
	SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
		?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[])
	ON CONFLICT (id) DO NOTHING RETURNING id`

// putItemsAtOnce takes no id twice.
func putItemsAtOnce(t *tx, items []*newItem) (map[string]bool, error) {
	var texts [8][]string
	var numbers [5][]int64
	var blobs [2][][]byte
	for _, i := range items {
		push(texts[:], i.ID, i.Reference, i.Pack, i.Version, i.Kiosk, i.Town, i.SHA256, i.Envelope)
		push(numbers[:], micro(i.At), int64(i.KeepDays), int64(i.Size), micro(i.Receipt), micro(i.expires()))
		push(blobs[:], i.mark, i.ciphertext)
	}
	args := append(append(arrays(texts[:]), arrays(numbers[:])...), arrays(blobs[:])...)
	added := map[string]bool{}
	err := t.list(insertItems, args, func(row scanner) error {
		id, err := value[string](row)
		added[id] = true
		return err
	})
	t.wrote = t.wrote || len(added) > 0
	return added, err
}

// push appends a value to each column.
func push[T any](columns [][]T, values ...T) {
	for n, v := range values {
		columns[n] = append(columns[n], v)
	}
}

// arrays are columns as arguments.
func arrays[T any](columns [][]T) (args []any) {
	for _, c := range columns {
		args = append(args, c)
	}
	return args
}

// putAhead puts the items of a batch, where the engine does so by one
// statement. An id that comes twice in the batch waits for its turn, to be told
// apart.
func (d *database) putAhead(t *tx, batch []*job) (err error) {
	if d.putItems == nil {
		return nil
	}
	times := map[string]int{}
	var items []*newItem
	for _, j := range batch {
		if j.item != nil {
			items = append(items, j.item)
			times[j.item.ID]++
		}
	}
	items = slices.DeleteFunc(items, func(i *newItem) bool { return times[i.ID] > 1 })
	if len(items) > 0 {
		t.ahead, err = d.putItems(t, items)
	}
	return err
}
