/* Snapshots, truncation, orphans, readers (docs/commit-log.md): explicit-state model for Spin; run.sh runs it.
 *
 * One partition. Term(e) is the owner of epoch e: it claims when epoch e-1 stands, recovers, appends, snapshots,
 * truncates. A crash is a term that takes no further step; a zombie is a term that goes on after the next has claimed.
 * commit.pml shows that a head's compare-and-set is decided by epoch, owner and sequence whatever is lost or late, so
 * here it is one request that is decided once, at any time after it was sent. Payload rows are asked for first and
 * stored at any later time, or never. Deleting is an environment (Sweeper) that does at any time, or never, whatever the
 * rules allow anybody to do on facts he may have read long ago.
 *
 * MODE 0 is the protocol; seeded faults, each must be found:
 *   1 truncation up to the newest snapshot instead of the second newest
 *   2 the pointer is set before all chunks are durable
 *   3 an owner deletes the snapshot that its own new one would push out, before a compare-and-set said so
 *   4 sweptSeq advances before the deletions are done
 *   5 deletions up to a truncSeq that was sent but never applied
 *   6 an orphan sweep takes its bound from a head read before the claim
 *   7 deletes without the timestamp rule: a late insert comes back to life under a swept bucket
 *   8 the pair keeps a snapshot that its owner found unreadable, and drops the one it recovered from
 *   9 cursors are read before the compare-and-set that set the previous pointer was applied
 *  10 a reader that misses a row does not read the head again (or reads a stale one) before it says CORRUPT
 *
 * Wider than the design in one point: a pointer may ride on the very compare-and-set that commits its block. Stricter in
 * two, each with its fault: the pair keeps the snapshot that its owner could read (8), and cursors are read after the
 * compare-and-set that set the pair was applied (9).
 * Not modelled: buckets of more than one block, damaged block rows, more than one snapshot damaged before a recovery has
 * gone past it and a new one is set, chunks written again after their snapshot was deleted, trimming of epoch_starts.
 */
#ifndef MODE
#define MODE 0
#endif
#ifndef NBLK
#define NBLK 4      /* blocks, 4 at most */
#endif
#ifndef MAXE
#define MAXE 2      /* epochs: terms */
#endif
#ifndef NSN
#define NSN 3       /* snapshots */
#endif
#ifndef DAMAGE
#define DAMAGE 1    /* 1: a snapshot may be damaged, see dmg */
#endif
#ifndef READERS
#define READERS 1   /* 1: one reader, registered or not */
#endif
#ifndef FROM
#define FROM 0      /* where the reader begins */
#endif
#ifndef PIPE
#define PIPE 1      /* blocks on their way to the store */
#endif
#define FOLD short  /* a state: the epochs of all blocks folded into it, base 4 */
#define ROWS (5*(MAXE+1))
#define R(s_,e_) ((s_)*(MAXE+1)+(e_))

/* Head row. A snapshot pointer is an id here; its sequence is sseq[id]; id 0 is the empty state before block 1. */
byte he, hs, snap, prev, trunc, swept; FOLD hf;
byte ce[5];                 /* epoch_starts, spelt out: whose block is committed at a sequence; never changes */
byte cs[MAXE+1];                 /* where the head stood when the epoch was claimed: the bound of an orphan sweep */

/* Tables. */
byte row[ROWS];                  /* 0 nothing, 1 insert on its way, 2 stored (timestamp 1) */
bit dead[ROWS], del[5];     /* row tombstones of orphan sweeps, bucket tombstones (timestamp 2); a bucket is one block here */
byte nsn, sseq[NSN+1], sst[NSN+1]; FOLD sf[NSN+1];    /* snapshots by id: sequence, state of the rows, content */
bit sout[NSN+1];                 /* fell out of the pair by an applied compare-and-set */
#define COMPLETE 2               /* 0 nothing, 1 some chunks */
#define DAMAGED 3
#define DELETED 4

byte dmg;                        /* 0 none damaged; 1 one is; 2 and a recovery went past it. Back to 0 with the next pointer. */
bit reg; byte cursor;            /* the registered reader's cursor row */
byte tsent;                      /* MODE 5: highest truncSeq ever sent */

#if MODE==7
#define visible(s_,e_) (row[R(s_,e_)]==2)                                   /* fault: a delete removes what is there, */
#define lose(s_,e_) if :: row[R(s_,e_)]==2 -> row[R(s_,e_)]=1 :: else fi    /* and a repeated insert brings it back */
#else
#define visible(s_,e_) (row[R(s_,e_)]==2 && !dead[R(s_,e_)] && !del[s_])
#define lose(s_,e_) skip
#endif

/* No committed, not truncated row is gone. */
inline check_rows() {
  d_step { k=trunc+1;
    do :: k>hs -> break :: else -> assert(visible(k,ce[k])); k++ od; k=0 } }

/* Disk is bounded: nothing is visible at or below sweptSeq. */
inline check_swept() {
  d_step { k=1;
    do :: k>swept -> break :: else -> j=1;
       do :: j>MAXE -> break :: else -> assert(!visible(k,j)); j++ od; k++ od; k=0; j=0 } }

proctype Term(byte e) {
  byte s, sl;                    /* committed, sealed */
  FOLD f, fs;                    /* state at sealed, at committed */
  byte id;                       /* snapshot being written or waiting for its pointer */
  byte good;                     /* newest snapshot known to be readable: the one loaded, then the last one this term set */
  byte lim;                      /* how far the log may be truncated */
#if MODE==3
  byte old;                      /* the previous snapshot, as this term last knew it */
#endif
  bit out, ptr; byte nt, nw;     /* a compare-and-set on its way: with pointer?, truncSeq, sweptSeq */
  byte k, j;
#if MODE==6
  atomic { he<e -> cs[e]=hs }                              /* fault */
#endif
  atomic { he==e-1 -> he=e; s=hs; sl=hs;                   /* claim; the head is read behind it */
#if MODE!=6
    cs[e]=hs;
#endif
#if MODE==3
    old=prev
#endif
  }
  atomic {                                                 /* recover: current snapshot or the previous one, then blocks */
    if :: he!=e -> goto done :: else fi;
    d_step {
      if :: sst[snap]==COMPLETE -> good=snap
         :: else -> assert(sst[prev]==COMPLETE); good=prev; if :: dmg==1 -> dmg=2 :: else fi
      fi;
      f=sf[good]; k=sseq[good]+1;
      do :: k>hs -> break :: else -> assert(visible(k,ce[k])); f=f*4+ce[k]; k++ od; k=0;
      assert(f==hf); fs=f;
      lim=trunc } }
  do
  :: atomic { sl-s<PIPE && sl<NBLK -> sl++; f=f*4+e; row[R(sl,e)]=1 }          /* seal, ask for the rows */
  :: atomic { he==e && id==0 && nsn<NSN && sl>sseq[snap] ->                    /* begin a snapshot of the sealed state */
       nsn++; id=nsn; sseq[id]=sl; sf[id]=f; sst[id]=1 }
  :: atomic { he==e && id!=0 && sst[id]==1 -> sst[id]=COMPLETE }               /* its last chunk */
#if MODE==9
  :: atomic { he==e && lim<NBLK -> lim=NBLK;                                   /* fault: will go with whatever pair comes */
#else
  :: atomic { he==e && out==0 && lim<sseq[prev] ->                             /* read the cursors, for the pair that stands */
#if MODE==1
       lim=sseq[snap];                                                         /* fault */
#else
       lim=sseq[prev];
#endif
#endif
       if :: reg && cursor<lim -> lim=cursor :: else fi }
  :: atomic { out==0 && sl>s && row[R(s+1,e)]==2 ->                            /* send the compare-and-set */
       out=1; nt=trunc; nw=swept;
       ptr=(id!=0 && sseq[id]<=s+1
#if MODE!=2
            && sst[id]==COMPLETE                                               /* else fault */
#endif
           );
#if MODE==9
       j=(ptr -> sseq[good] : sseq[prev]);
       j=(lim<j -> lim : j);
#else
       j=lim;
#endif
       if :: j>nt -> d_step {
               k=swept+1;
#if MODE!=4
               do :: k>trunc || !del[k] -> break :: else -> k++ od;
#else
               k=trunc+1;                                                      /* fault */
#endif
               if :: k>trunc -> nw=trunc :: else fi; k=0; nt=j }
#if MODE==5
            tsent=(nt>tsent -> nt : tsent)
#endif
          :: else fi; j=0 }
  :: atomic { out==1 ->                                                        /* it is decided */
       if
       :: he!=e -> goto done                                                   /* fenced */
       :: else ->
          s++; fs=fs*4+e; hs=s; hf=fs; ce[s]=e;
          if :: ptr ->
                if :: snap!=good -> sout[snap]=1 :: else fi;
                if :: prev!=good && prev!=snap -> sout[prev]=1 :: else fi;
#if MODE==8
                sout[snap]=0; if :: good!=snap -> sout[good]=1 :: else fi; good=snap;    /* fault */
#endif
                prev=good; snap=id; good=id; id=0;
#if MODE==3
                old=prev;
#endif
                if :: dmg==2 -> dmg=0 :: else fi
             :: else fi;
          trunc=nt; swept=nw;
          check_rows(); check_swept();
          out=0; ptr=0; nt=0; nw=0
       fi }
#if MODE==3
  :: atomic { id!=0 && sst[id]==COMPLETE && old!=0 -> sst[old]=DELETED }     /* fault */
#endif
  od;
done: skip }

#define sweep(s_) atomic { !del[s_] && s_<=BOUND -> del[s_]=1; lose(s_,1); check_rows() }
#define orphan(s_,e_) atomic { e_<he && s_>cs[e_+1] && row[R(s_,e_)]!=0 && !dead[R(s_,e_)] -> dead[R(s_,e_)]=1; check_rows() }
#define insert(s_,e_) atomic { row[R(s_,e_)]==1 -> row[R(s_,e_)]=2; check_swept() }
#define drop(i_) atomic { sout[i_] && sst[i_]!=DELETED -> sst[i_]=DELETED }
#define damage(i_) atomic { dmg==0 && (i_==snap || i_==prev) && sst[i_]==COMPLETE -> sst[i_]=DAMAGED; dmg=1 }
#if MODE==5
#define BOUND tsent
#else
#define BOUND trunc
#endif
proctype Sweeper() { byte k, j;
  do
  :: insert(1,1) :: insert(2,1) :: insert(3,1) :: insert(4,1)
#if MAXE>1
  :: insert(1,2) :: insert(2,2) :: insert(3,2) :: insert(4,2)
  :: orphan(1,1) :: orphan(2,1) :: orphan(3,1) :: orphan(4,1)
#endif
#if MAXE>2
  :: insert(1,3) :: insert(2,3) :: insert(3,3) :: insert(4,3)
  :: orphan(1,2) :: orphan(2,2) :: orphan(3,2) :: orphan(4,2)
#endif
  :: sweep(1) :: sweep(2) :: sweep(3)
  :: drop(1) :: drop(2)
#if NSN>2
  :: drop(3)
#endif
#if DAMAGE
  :: damage(1) :: damage(2)
#if NSN>2
  :: damage(3)
#endif
#endif
  od }

/* Delivers block p+1 or says TRUNCATED. A registered reader is promised never to hear TRUNCATED once its registration
   was confirmed: cursor written, then head read serially, and the previous snapshot not beyond the cursor. */
proctype Reader() { byte p; bit safe;
  if
  :: atomic { p=FROM; reg=1; cursor=p }
     atomic { safe=(trunc<=p && sseq[prev]<=p) }
  :: p=FROM
  fi;
  do
  :: atomic { p<hs ->                                       /* reads the head: how far, whose block, what is truncated */
       if :: trunc>p -> assert(!safe); goto done :: else fi }
     atomic {                                               /* reads the row, some time later */
       if :: visible(p+1,ce[p+1]) -> p++; if :: reg -> cursor=p :: else fi
          :: else ->
#if MODE==10
             assert(0)                                      /* fault */
#else
             assert(trunc>p); assert(!safe); goto done      /* reads the head again: TRUNCATED, not CORRUPT */
#endif
       fi }
  od;
done: skip }

init { atomic { sst[0]=COMPLETE;
  run Term(1);
#if MAXE>1
  run Term(2);
#endif
#if MAXE>2
  run Term(3);
#endif
  run Sweeper();
#if READERS
  run Reader()
#endif
  } }
