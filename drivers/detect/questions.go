package detect

// Question is what is asked, under its name in the manual.
type Question struct {
	Name  string
	Bytes []byte
	// whole says whether an answer has come to its end.
	whole func(reply []byte) bool
}

// The questions. See the package comment for why they are harmless.
var (
	askOnline  = Question{"DLE EOT 1", []byte{0x10, 0x04, 1}, hasRealTime}
	askOffline = Question{"DLE EOT 2", []byte{0x10, 0x04, 2}, hasRealTime}
	askErrors  = Question{"DLE EOT 3", []byte{0x10, 0x04, 3}, hasRealTime}
	askPaper   = Question{"DLE EOT 4", []byte{0x10, 0x04, 4}, hasRealTime}
	askFull    = Question{"DLE EOT 20", []byte{0x10, 0x04, 20}, isFull}

	askType     = Question{"GS I 2", []byte{0x1D, 'I', 2}, hasType}
	askFirmware = Question{"GS I 65", []byte{0x1D, 'I', 65}, hasName}
	askMaker    = Question{"GS I 66", []byte{0x1D, 'I', 66}, hasName}
	askModel    = Question{"GS I 67", []byte{0x1D, 'I', 67}, hasName}

	askStar = Question{"ESC ACK SOH", []byte{0x1B, 0x06, 0x01}, isStar}
)

func hasRealTime(reply []byte) bool { _, ok := realTime(reply); return ok }
func hasType(reply []byte) bool     { _, ok := typeID(reply); return ok }
func hasName(reply []byte) bool     { _, ok := name(reply); return ok }
