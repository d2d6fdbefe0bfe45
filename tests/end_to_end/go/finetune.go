// The AWS SDK for Go, unmodified, from data to a trained model that answers, by the server that the environment names:
//
//	finetune NAME CARD PREFIX CONTENT_TYPE FILE…
//
// uploads the files below the prefix, fine-tunes the card on them, deploys the model, asks it what the first file is,
// and takes all of it away again. What was seen is written as one JSON object.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime"
	"github.com/aws/smithy-go"
)

const (
	bucket  = "jobs"
	variant = "all"
	often   = time.Second
	enough  = 4 * time.Minute
)

// The clients, and what is made with them.
type run struct {
	ctx        context.Context
	objects    *s3.Client
	sagemaker  *sagemaker.Client
	runtime    *sagemakerruntime.Client
	cloudwatch *cloudwatch.Client
	name       string
	seen       map[string]interface{}
}

func newRun(name string) *run {
	url := os.Getenv("ENDPOINT")
	resolve := aws.EndpointResolverWithOptionsFunc(
		func(service, region string, options ...interface{}) (aws.Endpoint, error) {
			return aws.Endpoint{URL: url, HostnameImmutable: true, SigningRegion: "us-east-1"}, nil
		})
	config := aws.Config{
		Region: "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider(
			os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), ""),
		EndpointResolverWithOptions: resolve,
	}
	return &run{
		ctx:        context.Background(),
		objects:    s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = true }),
		sagemaker:  sagemaker.NewFromConfig(config),
		runtime:    sagemakerruntime.NewFromConfig(config),
		cloudwatch: cloudwatch.NewFromConfig(config),
		name:       name,
		seen:       map[string]interface{}{},
	}
}

// upload puts each file below the prefix, in the folder that it lies in, and returns the first one's bytes.
func (r *run) upload(root, prefix string, files []string) ([]byte, error) {
	var first []byte
	for k, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if k == 0 {
			first = content
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return nil, err
		}
		_, err = r.objects.PutObject(r.ctx, &s3.PutObjectInput{
			Bucket: aws.String(bucket), Key: aws.String(path.Join(prefix, below)), Body: bytes.NewReader(content)})
		if err != nil {
			return nil, err
		}
	}
	return first, nil
}

func (r *run) train(card, prefix string) (string, error) {
	made, err := r.sagemaker.CreateTrainingJob(r.ctx, &sagemaker.CreateTrainingJobInput{
		TrainingJobName: &r.name,
		RoleArn:         aws.String(os.Getenv("ROLE")),
		AlgorithmSpecification: &types.AlgorithmSpecification{
			TrainingImage: &card, TrainingInputMode: types.TrainingInputModeFile},
		HyperParameters: map[string]string{"epochs": "2", "batch_size": "8"},
		InputDataConfig: []types.Channel{{
			ChannelName: aws.String("training"),
			DataSource: &types.DataSource{S3DataSource: &types.S3DataSource{
				S3DataType: types.S3DataTypeS3Prefix, S3Uri: aws.String("s3://" + bucket + "/" + prefix)}}}},
		OutputDataConfig: &types.OutputDataConfig{S3OutputPath: aws.String("s3://" + bucket + "/out")},
		ResourceConfig: &types.ResourceConfig{
			InstanceType: types.TrainingInstanceTypeMlM5Large, InstanceCount: 1, VolumeSizeInGB: 10},
		StoppingCondition: &types.StoppingCondition{MaxRuntimeInSeconds: 3600},
	})
	if err != nil {
		return "", err
	}
	waiter := sagemaker.NewTrainingJobCompletedOrStoppedWaiter(r.sagemaker,
		func(o *sagemaker.TrainingJobCompletedOrStoppedWaiterOptions) { o.MinDelay, o.MaxDelay = often, often })
	job, err := waiter.WaitForOutput(r.ctx, &sagemaker.DescribeTrainingJobInput{TrainingJobName: &r.name}, enough)
	if err != nil {
		return "", err
	}
	r.seen["same_arn"] = *job.TrainingJobArn == *made.TrainingJobArn
	r.seen["status"] = job.TrainingJobStatus
	r.seen["hyperparameters"] = job.HyperParameters
	if job.TrainingStartTime == nil || job.TrainingEndTime == nil {
		return "", errors.New("the job has no times")
	}
	return *job.ModelArtifacts.S3ModelArtifacts, r.readLoss(*job.TrainingStartTime, *job.TrainingEndTime)
}

// readLoss asks how the loss went, as a second is the shortest period that there is.
func (r *run) readLoss(began, ended time.Time) error {
	answer, err := r.cloudwatch.GetMetricStatistics(r.ctx, &cloudwatch.GetMetricStatisticsInput{
		Namespace:  aws.String("/aws/sagemaker/TrainingJobs"),
		MetricName: aws.String("loss"),
		Dimensions: []cloudwatchtypes.Dimension{{Name: aws.String("TrainingJobName"), Value: &r.name}},
		StartTime:  &began,
		EndTime:    aws.Time(ended.Add(time.Second)),
		Period:     aws.Int32(60),
		Statistics: []cloudwatchtypes.Statistic{cloudwatchtypes.StatisticSampleCount},
	})
	if err != nil {
		return err
	}
	epochs := 0.0
	for _, point := range answer.Datapoints {
		epochs += *point.SampleCount
	}
	r.seen["epochs"] = epochs
	return nil
}

func (r *run) deploy(model string) error {
	_, err := r.sagemaker.CreateModel(r.ctx, &sagemaker.CreateModelInput{
		ModelName:        &r.name,
		ExecutionRoleArn: aws.String(os.Getenv("ROLE")),
		PrimaryContainer: &types.ContainerDefinition{Image: aws.String("local/inference:1"), ModelDataUrl: &model},
	})
	if err != nil {
		return err
	}
	_, err = r.sagemaker.CreateEndpointConfig(r.ctx, &sagemaker.CreateEndpointConfigInput{
		EndpointConfigName: &r.name,
		ProductionVariants: []types.ProductionVariant{{
			VariantName: aws.String(variant), ModelName: &r.name, InitialInstanceCount: aws.Int32(1),
			InstanceType: types.ProductionVariantInstanceTypeMlM5Large}},
	})
	if err != nil {
		return err
	}
	_, err = r.sagemaker.CreateEndpoint(r.ctx, &sagemaker.CreateEndpointInput{
		EndpointName: &r.name, EndpointConfigName: &r.name})
	if err != nil {
		return err
	}
	waiter := sagemaker.NewEndpointInServiceWaiter(r.sagemaker,
		func(o *sagemaker.EndpointInServiceWaiterOptions) { o.MinDelay, o.MaxDelay = often, often })
	return waiter.Wait(r.ctx, &sagemaker.DescribeEndpointInput{EndpointName: &r.name}, enough)
}

func (r *run) ask(contentType string, body []byte) error {
	answer, err := r.runtime.InvokeEndpoint(r.ctx, &sagemakerruntime.InvokeEndpointInput{
		EndpointName: &r.name, ContentType: &contentType, Accept: aws.String("application/json;verbose"), Body: body})
	if err != nil {
		return err
	}
	r.seen["variant"] = *answer.InvokedProductionVariant
	var said map[string]interface{}
	if err := json.Unmarshal(answer.Body, &said); err != nil {
		return err
	}
	r.seen["answer"] = said
	_, err = r.runtime.InvokeEndpoint(r.ctx, &sagemakerruntime.InvokeEndpointInput{
		EndpointName: &r.name, ContentType: aws.String("text/csv"), Body: body})
	r.seen["refused"] = code(err)
	return nil
}

func (r *run) remove() error {
	if _, err := r.sagemaker.DeleteEndpoint(r.ctx, &sagemaker.DeleteEndpointInput{EndpointName: &r.name}); err != nil {
		return err
	}
	waiter := sagemaker.NewEndpointDeletedWaiter(r.sagemaker,
		func(o *sagemaker.EndpointDeletedWaiterOptions) { o.MinDelay, o.MaxDelay = often, often })
	if err := waiter.Wait(r.ctx, &sagemaker.DescribeEndpointInput{EndpointName: &r.name}, enough); err != nil {
		return err
	}
	_, err := r.sagemaker.DeleteEndpointConfig(
		r.ctx, &sagemaker.DeleteEndpointConfigInput{EndpointConfigName: &r.name})
	if err != nil {
		return err
	}
	if _, err = r.sagemaker.DeleteModel(r.ctx, &sagemaker.DeleteModelInput{ModelName: &r.name}); err != nil {
		return err
	}
	_, err = r.sagemaker.DescribeModel(r.ctx, &sagemaker.DescribeModelInput{ModelName: &r.name})
	r.seen["gone"] = code(err)
	return nil
}

// code is what the server calls an error.
func code(err error) string {
	var failure smithy.APIError
	if errors.As(err, &failure) {
		return failure.ErrorCode()
	}
	return fmt.Sprint(err)
}

func (r *run) all(card, prefix, contentType string, files []string) error {
	// Where there is one already, it is ours.
	if _, err := r.objects.CreateBucket(r.ctx, &s3.CreateBucketInput{Bucket: aws.String(bucket)}); err != nil {
		return err
	}
	first, err := r.upload(os.Getenv("DATA"), prefix, files)
	if err != nil {
		return err
	}
	model, err := r.train(card, prefix)
	if err != nil {
		return err
	}
	if err := r.deploy(model); err != nil {
		return err
	}
	if strings.HasSuffix(contentType, "text") {
		first = []byte("a good thing")
	}
	if err := r.ask(contentType, first); err != nil {
		return err
	}
	return r.remove()
}

func main() {
	if len(os.Args) < 6 {
		fmt.Fprintln(os.Stderr, "usage: finetune NAME CARD PREFIX CONTENT_TYPE FILE…")
		os.Exit(2)
	}
	r := newRun(os.Args[1])
	if err := r.all(os.Args[2], os.Args[3], os.Args[4], os.Args[5:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(r.seen); err != nil {
		os.Exit(1)
	}
}
