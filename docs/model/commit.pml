/* Claim and commit (docs/commit-log.md), explicit-state model for Spin; run.sh runs it.
 *
 * One partition, two owners (split brain allowed at any time), two producers with RMAX records each. The head row is a
 * linearizable compare-and-set register; a compare-and-set that timed out at its client may still execute at ANY later
 * time, or never. Owners claim, write payload rows, commit runs of blocks with one compare-and-set, crash and restart.
 *
 * MODE 0 is the protocol, 1 to 6 are seeded faults that must be found:
 *   1 an unknown outcome is settled by a read, and the answer judged by the sequence alone
 *   2 the compare-and-set asks for the epoch only
 *   3 a duplicate is acknowledged from the applied, not the committed watermark
 *   4 the head is read before the claim
 *   5 no owner token
 *   6 (sequence, epoch) is used again for other content
 *
 * Where model and code stand to each other:
 *   HeadRow.raise / Claim        `claim`: a new token per attempt; after an unknown outcome all begins anew. Claim's
 *                                first read may be stale; here it is not, a stale one only makes one more refusal.
 *   HeadRow.move                 kind 1. A refusal brings no row, the head is read behind it: so does Owner here.
 *   BlockWriter.commit           repeats the IDENTICAL compare-and-set until the answer is definite: IDENT=1. The
 *                                wider protocol (IDENT=0) may extend the run at a repetition; the code never does.
 *   CommitVerdict                IDENT=1 asserts that BROKEN cannot be reached.
 *   end of a term                code: the actor ends, the next owner claims. Here: `goto claim` at any step.
 */
#ifndef MODE
#define MODE 0
#endif
#ifndef IDENT
#if MODE==0
#define IDENT 1
#else
#define IDENT 0     /* the faults spoil the wider protocol */
#endif
#endif
#ifndef RMAX
#define RMAX 2      /* records per producer */
#endif
#ifndef NB
#define NB 7        /* payload rows, the first is the empty log */
#endif
#ifndef MAXE
#define MAXE 4      /* epochs */
#endif
#ifndef NTOK
#define NTOK 6      /* owner tokens */
#endif
#ifndef MAXTO
#define MAXTO 2     /* client-side time-outs in all */
#endif
#ifndef PIPE
#define PIPE 2      /* blocks on their way to the store */
#endif

byte he=0, hs=0, hb=0, ho=0;            /* head row: epoch, sequence, block (stands for the chain hash), owner token */
byte bp[NB], bn[NB], bprev[NB], bw1[NB], bw2[NB]; bit bw[NB]; byte nb=1;   /* payload rows; the header has the watermarks */
byte ack1=0, ack2=0;                    /* highest acknowledged record of producers 1 and 2 */
byte tos=0, ntok=1;
typedef Req { bit st; bit kind; byte ee; byte es; byte ne; byte ns; byte nblk; byte own; byte tok; byte crc; }
Req q[3];                               /* compare-and-sets on their way */
byte rs_[3]; byte want[3];              /* per owner (1, 2): answer (1 applied, 2 refused), and the request it waits for */

#define no_ack_lost (bw1[hb] >= ack1 && bw2[hb] >= ack2)

/* The committed chain is readable, gapless and free of duplicates per producer, and holds every acknowledged record. */
inline check_chain() {
  d_step {
    cb = hb; c1 = bw1[hb]; c2 = bw2[hb]; k = hs;
    do
    :: cb == 0 -> break
    :: cb != 0 ->
       assert(bw[cb]);                                   /* payload is durable */
       assert(bw1[cb] == c1 && bw2[cb] == c2);           /* watermark equals the fold */
       if :: bp[cb]==1 -> assert(bn[cb]==c1 && c1>0); c1-- :: else -> assert(bp[cb]==2 && bn[cb]==c2 && c2>0); c2-- fi;
       assert(k>0); k--; cb = bprev[cb]
    od;
    assert(k==0 && c1==0 && c2==0);
    assert(no_ack_lost);
    cb=0; c1=0; c2=0; k=0
  }
}

proctype Cassandra() { byte i; byte cb,c1,c2,k;
end: do
  :: atomic { (q[0].st==1 || q[1].st==1 || q[2].st==1) ->
       if :: q[0].st==1 -> i=0 :: q[1].st==1 -> i=1 :: q[2].st==1 -> i=2 fi;
       if
#if MODE==2
       :: (q[i].kind==1 && he==q[i].ee) ->                                   /* fault */
#elif MODE==5
       :: (q[i].kind==1 && he==q[i].ee && hs==q[i].es) ->                    /* fault */
#else
       :: (q[i].kind==1 && he==q[i].ee && hs==q[i].es && ho==q[i].tok) ->
#endif
            hs=q[i].ns; hb=q[i].nblk;
            assert(q[i].crc == bp[hb]*4+bn[hb]);                              /* committed is what was checksummed */
            check_chain();
            if :: want[q[i].own]==i+1 -> rs_[q[i].own]=1 :: else fi
       :: (q[i].kind==0 && he==q[i].ee) -> he=q[i].ne; ho=q[i].tok;
            if :: want[q[i].own]==i+1 -> rs_[q[i].own]=1 :: else fi
       :: else -> if :: want[q[i].own]==i+1 -> rs_[q[i].own]=2 :: else fi
       fi;
       q[i].st=0; q[i].ee=0; q[i].es=0; q[i].ne=0; q[i].ns=0; q[i].nblk=0; q[i].own=0; q[i].tok=0; q[i].kind=0; q[i].crc=0; i=0 }
  od }

inline send(kd,e1,s1,e2,s2,b2,t2) {
  if :: q[0].st==0 -> z=0 :: else -> if :: q[1].st==0 -> z=1 :: else -> if :: q[2].st==0 -> z=2 :: else -> z=9 fi fi fi;
  if :: z==9 -> skip
  :: else -> q[z].st=1; q[z].kind=kd; q[z].ee=e1; q[z].es=s1; q[z].ne=e2; q[z].ns=s2; q[z].nblk=b2; q[z].own=me; q[z].tok=t2;
     q[z].crc=bp[b2]*4+bn[b2]; want[me]=z+1; rs_[me]=0; out=1
  fi; z=0 }

inline adopt(s0,b0) { s=s0; b=b0; c1=bw1[b0]; c2=bw2[b0] }      /* committed position and watermarks */

inline acknowledge() {
  if :: c1>ack1 -> ack1=c1 :: else fi; if :: c2>ack2 -> ack2=c2 :: else fi;
  assert(no_ack_lost) }

proctype Owner(byte me) {
  byte e,s,b,tok,c1,c2,a1,a2,last,np,z,te,ts,tb; bit out;
  byte ps, pb2;
claim:
  atomic { if :: (he>=MAXE || ntok>=NTOK) -> goto done :: else fi;
    out=0; ts=0; tb=0; te=he;
#if MODE==4
    ps=hs; pb2=hb;
#endif
    tok=ntok; ntok++; send(0,te,0,te+1,0,0,tok); if :: out==0 -> goto done :: else fi }
  if
  :: atomic { rs_[me]==1 -> rs_[me]=0; want[me]=0; out=0 }
  :: atomic { rs_[me]==2 -> rs_[me]=0; want[me]=0; out=0; goto claim }
  :: atomic { (rs_[me]==0 && tos<MAXTO) -> tos++; want[me]=0; out=0;
#if MODE==5
       skip            /* fault: assume the claim worked if the epoch looks right */
#else
       goto claim
#endif
     }
  fi;
  atomic {                                     /* load: the head is read AFTER the claim, serially */
#if MODE==5
    if :: he!=te+1 -> goto claim :: else fi; e=he; adopt(hs,hb);
#elif MODE==4
    e=te+1; adopt(ps,pb2);                      /* fault */
#else
    if :: (he!=te+1 || ho!=tok) -> goto claim :: else fi; e=he; adopt(hs,hb);
#endif
    a1=c1; a2=c2; last=b; np=0; te=0; ps=0; pb2=0 }
  do
  :: atomic { (np<PIPE && nb<NB && (a1<RMAX || a2<RMAX)) ->   /* the next record of either producer; build and persist a block */
       if :: (a1<RMAX) -> a1++; bp[nb]=1; bn[nb]=a1 :: (a2<RMAX) -> a2++; bp[nb]=2; bn[nb]=a2 fi;
       bprev[nb]=last; bw1[nb]=a1; bw2[nb]=a2; bw[nb]=1; last=nb; nb++; np++ }
  :: atomic { (np>0 && out==0) ->              /* one compare-and-set for the run of np blocks */
#if IDENT
       if :: ts==0 -> ts=np; tb=last :: else fi;      /* after a time-out: the same again */
#else
       ts=np; tb=last;
#endif
       send(1,e,s,e,s+ts,tb,tok); if :: out==0 -> goto done :: else fi }
  :: atomic { (out==1 && rs_[me]==1) -> rs_[me]=0; want[me]=0; out=0; adopt(s+ts,tb); np=np-ts; ts=0; tb=0; acknowledge() }
  :: atomic { (out==1 && rs_[me]==2) -> rs_[me]=0; want[me]=0; out=0;      /* refused: read the head behind it */
#if MODE==1
       if :: (he==e && hs==s+ts) ->             /* fault: "the sequence is taken under my epoch, so it was me" */
             adopt(s+ts,tb); np=np-ts; acknowledge()
          :: else -> goto claim fi;
#elif IDENT
       if :: (he==e && ho==tok) -> assert(hs==s+ts && hb==tb);               /* COMMITTED by an earlier attempt; never BROKEN */
             np=np-ts; adopt(hs,hb); acknowledge()
          :: else -> goto claim                                              /* FENCED */
       fi;
#else
       if :: (he==e && ho==tok && hs>s) ->      /* an earlier attempt of mine landed: it is a prefix of my chain */
             np = np-(hs-s); adopt(hs,hb); acknowledge()
          :: else -> goto claim
       fi;
#endif
       ts=0; tb=0 }
  :: atomic { (out==1 && rs_[me]==0 && tos<MAXTO) -> tos++; want[me]=0; out=0;       /* client-side time-out: unknown */
#if MODE==1 || MODE==6
       /* fault: a serial read says "not applied", so drop the batch and build another */
       if :: (he==e && hs==s) ->
#if MODE==6
              if :: (nb<NB) -> a1=c1; a2=c2;
                 if :: (a1<RMAX) -> a1++; bp[last]=1; bn[last]=a1 :: (a2<RMAX) -> a2++; bp[last]=2; bn[last]=a2 fi;
                 bprev[last]=b; bw1[last]=a1; bw2[last]=a2; np=1 :: else fi
#else
              a1=c1; a2=c2; last=b; np=0
#endif
          :: else -> goto claim fi;
#endif
#if !IDENT
       ts=0; tb=0
#else
       skip
#endif
     }
#if MODE==3
  :: atomic { (a1>ack1) -> ack1=a1; assert(bw1[hb]>=ack1) }      /* fault */
#endif
  :: goto claim                                                  /* crash, restart, hand-over: what was in memory is gone */
  :: (he>=MAXE || ntok>=NTOK) -> goto done
  od;
done: skip }

init { atomic { run Cassandra(); run Owner(1); run Owner(2) } }
