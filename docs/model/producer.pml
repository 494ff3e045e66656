/* Producers: opening, fencing, resuming, expiring (docs/commit-log.md): explicit-state model for Spin; run.sh runs it.
 *
 * One producer, MAXN openings of it, each a Stream(n) with number n from the registry's compare-and-set. No stream ever
 * ends: each goes on as a zombie beside the newer ones. Incarnation i has records 1, 2, 3; records 1 and 3 belong to
 * partition 0, record 2 to partition 1. The network is a soup: what was once sent may arrive at any later time, any
 * number of times, in any order, or never; answers may be lost. A client sends again whatever is not committed (it may
 * know less than that, so it may also send what is). Partitions commit and crash at any step; a crash takes back what is
 * not committed, and what the partition met without committing anything under it.
 *
 * MODE 0 is the protocol; seeded faults, each must be found:
 *   1 an expired producer is forgotten: no tombstone
 *   2 the incarnation is not kept with the watermark: only the opening that is FRESH itself voids it
 *   3 duplicates are acknowledged from the applied watermark
 *   4 a batch is taken without asking what came before it
 *   5 an older opening is not refused
 *   6 a committed mark of an older incarnation raises the committed watermark of the newer one
 *   7 a client that reconnects with RESUME goes on inside an incarnation that is not its own
 *   8 a stream begins behind the applied watermark, not the committed one: after a crash it is asked for ever for
 *     records that it does not have
 *   9 the tombstone is not stored with the block, only remembered
 *
 * Where model and code stand to each other:
 *   ProducerWatermarks           meet, take, commit and the crash's recovery: the same steps, with the tombstone beside
 *   PartitionCore.append         batch: fenced or expired, seen, expected, taken, in this order. No bound on bytes here.
 *   PartitionLane                Stream: what a batch says of the record before it. A lane may open before the others do.
 *   RESUME                       mode 0 has the rule that a client goes on only in its own incarnation: an opening whose
 *                                incarnation is not the client's leads to no stream. Mode 7 is without it.
 * Not modelled: more than one producer, records of a batch cut by a bound, the client's own loss of memory, time.
 */
#ifndef MODE
#define MODE 0
#endif
#ifndef MAXN
#define MAXN 3      /* openings */
#endif
#ifndef NP
#define NP 2        /* partitions */
#endif
#ifndef EXPIRY
#define EXPIRY 1    /* 1: producers may expire */
#endif
#ifndef PIPE
#define PIPE 1      /* 1: a sealed block may be on its way while the next one fills */
#endif

byte rn;                         /* registry: newest number */
byte inc[MAXN+1];                /* incarnation that an opening was given; 0: not opened */
byte own[MAXN+1];                /* incarnation whose records the stream's client has */
#define E(i_,q_) ((i_)*4+(q_))
byte eff[4*(MAXN+1)];            /* what became of record q of incarnation i: 0 nothing, 1 in the open block, 2 sealed, 3 committed */
byte expd[2];                    /* per partition: newest incarnation whose expiry is committed */

/* Soup: batches sent. soup0: 1 is [1] after 0, 2 is [1,3] after 0, 4, 8, 16 are [3] after 0, 1, 2;
   soup1: 1 and 2 are [2] after 0, 1. */
byte soup0[MAXN+1], soup1[MAXN+1];
byte lane0[MAXN+1], lane1[MAXN+1];      /* a stream's way to a partition: 0 not opened, else 1 + sequence it believes came before */
byte first0[MAXN+1];             /* first record that the stream sent to partition 0; 0: none yet */

/* One partition: in memory; in the sealed block; committed. */
typedef Marks { byte n; byte i; byte a; byte t }       /* number, incarnation, watermark, tombstone (incarnation) */
Marks m[2], se[2], st[2];
byte c[2];                       /* committed watermark, in memory */
bit dirty[2], sealed[2];         /* the open block holds something of the producer; a block is on its way */

inline mark_effects(from, to) {        /* of this partition's records */
  x=1;
  do :: x>MAXN -> break
     :: else ->
        if :: p==0 -> if :: eff[E(x,1)]==from -> eff[E(x,1)]=to :: else fi; if :: eff[E(x,3)]==from -> eff[E(x,3)]=to :: else fi
           :: else -> if :: eff[E(x,2)]==from -> eff[E(x,2)]=to :: else fi fi;
        x++ od;
  x=0 }

/* meet: sets ok=0 if the opening is expired or fenced here, else adopts it. */
inline meet(w) {
  ok=1;
  if :: m[p].t!=0 && inc[w]<=m[p].t -> ok=0                           /* PRODUCER_EXPIRED */
     :: else ->
#if MODE==5
        if :: w<m[p].n -> skip                                        /* fault */
#else
        if :: w<m[p].n -> ok=0                                        /* PRODUCER_FENCED */
#endif
           :: else ->
#if MODE==2
              if :: inc[w]==w && w>m[p].n -> m[p].a=0; c[p]=0; m[p].t=0 :: else fi;   /* fault */
#else
              if :: inc[w]>m[p].i -> m[p].a=0; c[p]=0; m[p].t=0 :: else fi;
#endif
              m[p].n=w; m[p].i=inc[w]
        fi
  fi }

/* Record q of the stream's client takes effect. */
inline take(w,q) {
  assert(inc[w]>expd[p]);                                             /* never silently accepted */
  assert(eff[E(own[w],q)]==0);                                        /* not twice */
  if :: q==3 -> assert(eff[E(own[w],1)]!=0) :: else fi;               /* in order, without gap */
  x=own[w]+1;                                                         /* not behind a newer incarnation's */
  do :: x>MAXN -> break
     :: else -> assert(p==1 || eff[E(x,1)]==0 && eff[E(x,3)]==0); assert(p==0 || eff[E(x,2)]==0); x++ od;
  x=0;
  eff[E(own[w],q)]=1; m[p].a=q; dirty[p]=1 }

/* Answers Committed for record q: it must be so. */
inline acknowledge(w,q) { assert(inc[w]>expd[p]); assert(eff[E(own[w],q)]==3) }

#if MODE==4
#define MISSES(prv_) false                                            /* fault */
#else
#define MISSES(prv_) ((prv_)>m[p].a)
#endif

inline batch(w,prv,one,three,two) {
  meet(w);
  last=(three -> 3 : (two -> 2 : 1));
  if
  :: !ok -> skip
  :: ok && last<=m[p].a ->                                            /* seen */
#if MODE!=3
       if :: last<=c[p] ->
#else
       if :: true ->                                                  /* fault */
#endif
            if :: one -> acknowledge(w,1) :: else fi; if :: three -> acknowledge(w,3) :: else fi;
            if :: two -> acknowledge(w,2) :: else fi
          :: else fi
  :: ok && last>m[p].a && MISSES(prv) ->                              /* EXPECTED: helps if an earlier record is still to come */
       assert(w<rn || three && !one && first0[w]==1)
  :: ok && last>m[p].a && !MISSES(prv) ->
       if :: one && m[p].a<1 -> take(w,1) :: else fi;
       if :: two && m[p].a<2 -> take(w,2) :: else fi;
       if :: three && m[p].a<3 -> take(w,3) :: else fi
  fi;
  ok=0; last=0 }

/* A block is committed: its marks are what a recovery will find. */
inline commit() { d_step {
  st[p].n=se[p].n; st[p].i=se[p].i; st[p].a=se[p].a; st[p].t=se[p].t;
  mark_effects(2,3);
  if :: se[p].t>expd[p] -> expd[p]=se[p].t :: else fi;
#if MODE==6
  if :: m[p].t==0 -> c[p]=se[p].a :: else fi;                         /* fault */
#else
  if :: m[p].t==0 && m[p].i==se[p].i -> c[p]=se[p].a :: else fi;
#endif
  sealed[p]=0; se[p].n=0; se[p].i=0; se[p].a=0; se[p].t=0 } }

#if MODE==8
#define BEHIND m[p].a                                                 /* fault */
#else
#define BEHIND c[p]
#endif

/* An opening arrives; the answer may be lost. Welcome tells the committed watermark: it must be so. */
inline opening(n_) { atomic { n_<=rn && !(m[p].n>n_) -> d_step { meet(n_);
    if :: ok && c[p]>0 && own[n_]==inc[n_] ->
          assert(p==1 || eff[E(inc[n_],1)]==3 && (c[p]<3 || eff[E(inc[n_],3)]==3));
          assert(p==0 || eff[E(inc[n_],2)]==3)
       :: else fi };
    if :: ok && p==0 && lane0[n_]==0 -> lane0[n_]=1+BEHIND
       :: ok && p==1 && lane1[n_]==0 -> lane1[n_]=1+BEHIND
       :: skip fi; ok=0 } }

inline batches(n_) { atomic { (p==0 && soup0[n_]!=0) || (p==1 && soup1[n_]!=0) ->
    if :: p==0 && (soup0[n_]&1) -> batch(n_,0,1,0,0)
       :: p==0 && (soup0[n_]&2) -> batch(n_,0,1,1,0)
       :: p==0 && (soup0[n_]&4) -> batch(n_,0,0,1,0)
       :: p==0 && (soup0[n_]&8) -> batch(n_,1,0,1,0)
       :: p==0 && (soup0[n_]&16) -> batch(n_,2,0,1,0)
       :: p==1 && (soup1[n_]&1) -> batch(n_,0,0,0,1)
       :: p==1 && (soup1[n_]&2) -> batch(n_,1,0,0,1)
    fi } }

proctype Partition(byte p) { byte x, last; bit ok;
  do
  :: opening(1) :: batches(1)
  :: opening(2) :: batches(2)
#if MAXN>2
  :: opening(3) :: batches(3)
#endif
  :: atomic { dirty[p] && !sealed[p] -> d_step {                      /* seal the open block */
       se[p].n=m[p].n; se[p].i=m[p].i; se[p].a=m[p].a; se[p].t=m[p].t;
       dirty[p]=0; sealed[p]=1; mark_effects(1,2) }
#if !PIPE
       commit()
#endif
     }
#if PIPE
  :: atomic { sealed[p] -> commit() }
#endif
  :: atomic { dirty[p] || sealed[p] || m[p].n!=st[p].n ->             /* crash and recovery */
       d_step { mark_effects(1,0); mark_effects(2,0);
       m[p].n=st[p].n; m[p].i=st[p].i; m[p].a=st[p].a; m[p].t=st[p].t; c[p]=st[p].a;
#if MODE==9
       m[p].t=0;                                                      /* fault */
#endif
       dirty[p]=0; sealed[p]=0; se[p].n=0; se[p].i=0; se[p].a=0; se[p].t=0 } }
#if EXPIRY
  :: atomic { m[p].a>0 && m[p].t==0 ->                                /* expiry, decided in the open block */
       d_step { m[p].a=0; c[p]=0; dirty[p]=1;
#if MODE==1
       m[p].n=0; m[p].i=0                                             /* fault */
#else
       m[p].t=m[p].i
#endif
       } }
#endif
  od }

proctype Stream(byte n) { byte v;
  atomic { rn==n-1 -> rn=n;                                           /* the registry's compare-and-set */
    if :: inc[n]=n; own[n]=n                                          /* FRESH */
       :: n>1 -> inc[n]=inc[n-1]; own[n]=inc[n]                       /* RESUME; refused if it is not the client's incarnation */
#if MODE==7
       :: n>1 && inc[n-1]>1 -> inc[n]=inc[n-1]; own[n]=1              /* fault */
#endif
    fi }
  do                                                                  /* what is not committed, in order, per partition */
  :: atomic { lane0[n]!=0 && first0[n]==0 -> first0[n]=1; soup0[n]=1;
       if :: lane0[n]<2 -> lane0[n]=2 :: else fi }                    /* [1]: the way to partition 0 is behind record 1 at least */
  :: atomic { lane0[n]!=0 && first0[n]==0 -> first0[n]=3; soup0[n]=2 }               /* [1,3]: all there is */
  :: atomic { lane0[n]!=0 && first0[n]==1 && !(soup0[n]&28) || lane0[n]!=0 && first0[n]==0 && eff[E(own[n],1)]==3 ->
       if :: first0[n]==0 -> first0[n]=3 :: else fi;
       v=lane0[n]-1;                                                  /* [3], after what is believed to have come before */
       if :: v==0 -> soup0[n]=soup0[n]|4 :: v==1 -> soup0[n]=soup0[n]|8 :: v>=2 -> soup0[n]=soup0[n]|16 fi; v=0 }
  :: atomic { lane1[n]!=0 && soup1[n]==0 -> if :: lane1[n]==1 -> soup1[n]=1 :: else -> soup1[n]=2 fi }
  od }

init { atomic {
  run Partition(0);
#if NP>1
  run Partition(1);
#endif
  run Stream(1); run Stream(2);
#if MAXN>2
  run Stream(3)
#endif
  } }
