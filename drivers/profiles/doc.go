// Package profiles holds what we know of each model of printer, as data:
// models/*.yaml, one file a model, in the shape of [printer.Profile]. A number
// has its source beside it.
//
// [Get] finds one of ours; [Parse] reads one that an installer wrote for a
// printer that we do not know.
package profiles
