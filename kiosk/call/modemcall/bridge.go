package modemcall

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// bridge carries sound between the citizen and the modem's card. Each way has a
// goroutine whose pace is that of who speaks.
type bridge struct {
	citizen, card audio.Sound
	wake          func()

	muted, talking, speaks, broken atomic.Bool
	volume                         atomic.Int32

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup
}

func newBridge(c Config, wake func()) *bridge {
	b := &bridge{citizen: c.Sound, card: c.Card, wake: wake}
	b.volume.Store(100)
	b.ctx, b.stop = context.WithCancel(context.Background())
	return b
}

// cardComes is how long a card may take to appear after the modem was told.
const cardComes = 5 * time.Second

func (b *bridge) open() {
	if b.card == nil {
		return
	}
	b.work.Go(func() {
		if err := b.run(); err != nil && b.ctx.Err() == nil {
			b.broken.Store(true)
			b.wake()
		}
	})
}

func (b *bridge) run() error {
	citizen, err := b.citizen.Open(b.ctx)
	if err != nil {
		return err
	}
	defer citizen.Close()
	card, err := b.comes()
	if err != nil {
		return err
	}
	defer card.Close()
	ended := make(chan error, 2)
	go func() { ended <- b.up(citizen, card) }()
	go func() { ended <- b.down(card, citizen) }()
	err = <-ended
	citizen.Close()
	card.Close()
	<-ended
	return err
}

func (b *bridge) comes() (audio.Stream, error) {
	for until := time.Now().Add(cardComes); ; {
		card, err := b.card.Open(b.ctx)
		if err == nil || b.ctx.Err() != nil || time.Now().After(until) {
			return card, err
		}
		wait(b.ctx, cardComes/20)
	}
}

// up is what the citizen says; nothing before somebody answered.
func (b *bridge) up(citizen, card audio.Stream) error {
	var f audio.Frame
	defer clear(f[:])
	for {
		if err := citizen.Read(&f); err != nil {
			return err
		}
		if b.muted.Load() || !b.talking.Load() {
			clear(f[:])
		}
		if err := card.Write(&f); err != nil {
			return err
		}
	}
}

// down is what he hears, the ringing of the network too.
func (b *bridge) down(card, citizen audio.Stream) error {
	var f audio.Frame
	defer clear(f[:])
	level, set := sound.NewLevel(audio.Rate), int32(100)
	for {
		if err := card.Read(&f); err != nil {
			return err
		}
		if is := level.Add(f[:]); b.speaks.Swap(is) != is {
			b.wake()
		}
		if v := b.volume.Load(); v != set {
			citizen.Volume(int(v))
			set = v
		}
		if err := citizen.Write(&f); err != nil {
			return err
		}
	}
}

// talk lets the citizen be heard, or not.
func (b *bridge) talk(on bool) { b.talking.Store(on) }

func (b *bridge) failed() bool { return b.broken.Load() }

func (b *bridge) close() {
	b.stop()
	b.work.Wait()
}
